//! The shop of the tests, built.

use std::path::Path;

use cobuy_catalogue::progress::Silent;
use cobuy_model::mine::FromOrders;
use cobuy_testshop::Shop;

use crate::build::{BuildError, Summary, Target, build};
use crate::live::KeyRequest;
use crate::pack::Settings;

/// What this crate makes of a shop.
pub(crate) trait Built {
    /// What its model is made from.
    fn evidence(&self) -> FromOrders<'_>;

    /// Builds into `out`.
    fn build(&self, out: &Path, work: Option<&Path>, keys: KeyRequest) -> Result<Summary, BuildError>;

    /// What `cobuy.toml` and the import say about its snapshot.
    fn settings(&self) -> Settings;
}

impl Built for Shop {
    fn evidence(&self) -> FromOrders<'_> {
        FromOrders::new(&self.orders, self.catalogue.products.len())
    }

    fn build(&self, out: &Path, work: Option<&Path>, keys: KeyRequest) -> Result<Summary, BuildError> {
        build(&self.config, &self.imported(), Target { out, work, keys }, &Silent)
    }

    fn settings(&self) -> Settings {
        Settings::new(&self.config, &self.imported()).expect("options of the table")
    }
}
