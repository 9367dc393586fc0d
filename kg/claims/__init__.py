"""What is said, apart from who says it where: content, wording, and which utterances say the same."""
