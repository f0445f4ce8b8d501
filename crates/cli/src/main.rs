//! The cobuy command.

fn main() {}
