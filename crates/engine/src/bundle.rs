//! What is bought at once.
