//! stub
/// x
pub fn render(
    _: &crate::catalogue::Catalogue,
    _: &std::path::Path,
    _: Option<&std::path::Path>,
) -> anyhow::Result<usize> {
    Ok(0)
}
