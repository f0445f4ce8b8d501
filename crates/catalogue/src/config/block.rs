//! `[[block]]`: pairs that are never published, because a person said so.

use serde::Deserialize;

/// One `[[block]]`: two products that are never recommended for each other, in no relation and neither direction. Written
/// as tables, so that the list that `cobuy inspect` makes can be pasted at the end of the file, more than once:
///
/// ```toml
/// [[block]]
/// pair = ["tent", "lamp"]
/// ```
///
/// The two can still stand side by side in the list of a third product, or in a list of popular ones.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockConfig {
    /// The keys of the two products. A key that no product has is an error that names the nearest one.
    #[serde(deserialize_with = "super::plain::keys")]
    pub pair: [String; 2],
}
