//! A demo shop, from an order file to an address in the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::serve::Server;
use crate::{crawl, setup, shell, widget};

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Build the shop over this order file instead of the generated one.
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// Serve on this port; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Fetch every page and file, report, and end.
    #[arg(long)]
    once: bool,
    /// Split the snapshot by this many hex digits of the product key's hash instead of the number that `cobuy build` chooses.
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u8).range(0..=4))]
    k: Option<u8>,
}

/// Where a site has its snapshot.
pub const RECS: &str = "recs";

/// Where a site has the widget.
pub const WIDGET: &str = "cobuy";

/// The generated shop: a seed and a number of orders, so that it is the same everywhere.
const SEED: &str = "7";
const ORDERS: &str = "20000";

/// Order files that the demo has a `cobuy.toml` for, by how their first line starts.
const KNOWN_FILES: [(&str, &str); 1] = [("InvoiceNo,StockCode,Description", "www/demo/online-retail.toml")];

/// One shop that can be built.
pub struct Shop {
    /// Folder under `target/demo`.
    name: String,
    /// Absent: generated.
    orders: Option<PathBuf>,
    k: Option<u8>,
}

impl Shop {
    /// The shop whose catalogue and orders the repository makes itself.
    pub fn generated(k: Option<u8>) -> Self {
        Self { name: named("shop", k), orders: None, k }
    }

    /// A shop over a real order file.
    pub fn real(orders: PathBuf, k: Option<u8>) -> Result<Self> {
        let orders = orders.canonicalize().with_context(|| format!("looking for {}", orders.display()))?;
        let stem = orders.file_stem().context("the order file has no name")?.to_string_lossy().into_owned();
        Ok(Self { name: named(&stem, k), orders: Some(orders), k })
    }

    /// What is served.
    pub fn site(&self, repo: &Repo) -> PathBuf {
        self.folder(repo).join("site")
    }

    /// Everything that was made for this shop.
    pub fn folder(&self, repo: &Repo) -> PathBuf {
        repo.path("target/demo").join(&self.name)
    }
}

fn named(shop: &str, k: Option<u8>) -> String {
    k.map_or_else(|| shop.to_string(), |k| format!("{shop}-k{k}"))
}

/// Builds everything and serves it.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let shop = match &args.orders {
        Some(file) => Shop::real(file.clone(), args.k)?,
        None => Shop::generated(args.k),
    };
    setup::run(repo, setup::Scope::Build)?;
    widget::build(repo)?;
    build_tools(repo)?;
    build(repo, &shop)?;
    let server = Server::start(repo, &shop.site(repo), if args.once { 0 } else { args.port })?;
    if args.once {
        return crawl::run(&server.origin, &shop.site(repo));
    }
    println!("The demo shop is at {}/ (Ctrl-C ends it)", server.origin);
    server.wait()
}

/// Builds a shop's site: snapshot, pages and the widget that lies in `pkg/dist`. The programs are there ([`build_tools`]).
pub fn build(repo: &Repo, shop: &Shop) -> Result<()> {
    let folder = shop.folder(repo);
    shell::empty_folder(&folder)?;
    let inputs = match &shop.orders {
        Some(orders) => Inputs::real(repo, orders)?,
        None => Inputs::generate(repo, &folder.join("data"))?,
    };
    let site = shop.site(repo);
    let work = folder.join("work");
    let mut command = cobuy(repo);
    command.arg("build").arg("--out").arg(site.join(RECS)).arg("--work").arg(&work);
    inputs.name_in(&mut command);
    if let Some(k) = shop.k {
        command.arg("--rekey").arg(k.to_string());
    }
    shell::run(&mut command)?;
    pages(repo, &inputs, &folder, &work)?;
    shell::copy_folder(&repo.dist(), &site.join(WIDGET))
}

/// Writes the pages with the tags that `cobuy tags` prints for this snapshot.
fn pages(repo: &Repo, inputs: &Inputs, folder: &Path, work: &Path) -> Result<()> {
    let site = folder.join("site");
    let tags = folder.join("tags.html");
    shell::write(&tags, shell::capture(cobuy(repo).arg("tags").arg(site.join(RECS)))?)?;
    let mut command = demo(repo);
    match &inputs.catalogue {
        Some(catalogue) => command.arg("site").arg("--catalogue").arg(catalogue),
        None => command.arg("real").arg("--work").arg(work.join(CATALOGUE)),
    };
    shell::run(command.arg("--out").arg(&site).arg("--tags").arg(tags))
}

/// Where both `cobuy-demo generate` and `cobuy build --work` describe a shop's products.
const CATALOGUE: &str = "catalogue.json";

/// What a snapshot is built from.
pub struct Inputs {
    orders: PathBuf,
    products: Option<PathBuf>,
    config: Option<PathBuf>,
    /// Absent: what `cobuy build` learnt of the products.
    catalogue: Option<PathBuf>,
}

impl Inputs {
    /// The generated shop's, written into `folder`.
    pub fn generate(repo: &Repo, folder: &Path) -> Result<Self> {
        let mut command = demo(repo);
        shell::run(
            command.arg("generate").arg("--out").arg(folder).args(["--seed", SEED, "--orders", ORDERS]),
        )?;
        Ok(Self {
            orders: folder.join("orders.csv"),
            products: Some(folder.join("products.csv")),
            config: Some(folder.join("cobuy.toml")),
            catalogue: Some(folder.join(CATALOGUE)),
        })
    }

    /// A shop over a real order file.
    pub fn real(repo: &Repo, orders: &Path) -> Result<Self> {
        let text = shell::first_line(orders)?;
        let config =
            KNOWN_FILES.iter().find(|(start, _)| text.trim_start_matches('\u{feff}').starts_with(start));
        Ok(Self {
            orders: orders.to_path_buf(),
            products: None,
            config: config.map(|(_, file)| repo.path(file)),
            catalogue: None,
        })
    }

    /// The same shop without what only orders can tell (next purchases): tables of pairs know no sequence, so only then do
    /// builds from orders and from tables give the same bytes. `config` is where the changed `cobuy.toml` is written.
    pub fn without_sequences(self, config: &Path) -> Result<Self> {
        let text = self.config.as_deref().map(shell::read).transpose()?.unwrap_or_default();
        shell::write(config, text + "\n[relations]\nnext = false\n")?;
        Ok(Self { config: Some(config.to_path_buf()), ..self })
    }

    /// Names all files to a command.
    pub fn name_in(&self, command: &mut Command) {
        command.arg("--orders").arg(&self.orders);
        self.name_shop(command);
    }

    /// Names all files but the orders.
    pub fn name_shop(&self, command: &mut Command) {
        for (option, file) in [("--products", &self.products), ("--config", &self.config)] {
            if let Some(file) = file {
                command.arg(option).arg(file);
            }
        }
    }
}

/// The profile of the programs that make the demo: the one that the tests are built in, so that nothing is built twice.
const PROFILE_FOLDER: &str = "debug";

/// What is built natively: every package but the widget. Always all of them in one call, because cargo gives a dependency
/// the features that the packages of a call ask for: other packages, other features, and most of the tree is built again.
pub const NATIVE: [&str; 2] = ["--workspace", "--exclude=cobuy"];

/// Builds the programs of the repository: `cobuy`, `cobuy-demo` and the examples, e.g. the golden lists.
pub fn build_tools(repo: &Repo) -> Result<()> {
    shell::run(repo.cargo().arg("build").args(NATIVE).args(["--bins", "--examples"]))?;
    for name in ["cobuy", "cobuy-demo", "examples/golden"] {
        let program = repo.program(PROFILE_FOLDER, name);
        ensure!(program.is_file(), "cargo built no {}", program.display());
    }
    Ok(())
}

/// The `cobuy` command as [`build_tools`] built it.
pub fn cobuy(repo: &Repo) -> Command {
    Command::new(repo.program(PROFILE_FOLDER, "cobuy"))
}

/// The native half of the golden test, as [`build_tools`] built it.
pub fn golden(repo: &Repo) -> Command {
    Command::new(repo.program(PROFILE_FOLDER, "examples/golden"))
}

fn demo(repo: &Repo) -> Command {
    Command::new(repo.program(PROFILE_FOLDER, "cobuy-demo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_shops() {
        let check = |shop: &str, k, expected: &str| assert_eq!(named(shop, k), expected);
        check("shop", None, "shop");
        check("shop", Some(2), "shop-k2");
    }
}
