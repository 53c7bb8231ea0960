"""The language, no administration: forms, words, sentences, numbers, dates."""
