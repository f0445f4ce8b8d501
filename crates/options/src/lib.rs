//! The options table: every knob's name, kind, range, default and documentation, once.
