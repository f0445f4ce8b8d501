//! Every build task of the repository.

fn main() {}
