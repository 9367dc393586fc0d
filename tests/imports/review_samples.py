"""An invented fact-check."""

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://nordcheck.example/feuerwehr",
    "datePublished": "2024-09-30",
    "claimReviewed": "Ein Landkreis ohne Notaufnahme ist wie eine Feuerwehr ohne Löschwasser",
    "author": {"@type": "Organization", "name": "Nordcheck", "url": "https://nordcheck.example"},
    "reviewRating": {"@type": "Rating", "ratingValue": 2, "bestRating": 5, "worstRating": 1, "alternateName": "schief"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Judith Morgenroth"}},
}
