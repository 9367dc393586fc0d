"""The recipe of the shipped model: base weights and corpora in, one model file out. Needs the extra `train`."""
