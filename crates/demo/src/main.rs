//! The command: reads arguments, calls one function, prints what was made.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};
use cobuy_demo::catalogue::Catalogue;
use cobuy_demo::{generate, real, site};

/// Makes the demo shop: its exports, or its pages.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes products.csv, orders.csv, catalogue.json, cobuy.toml and pictures/
    ///
    /// Example: cobuy-demo generate --out target/demo/data
    Generate {
        /// Folder to write into; made where it is missing
        #[arg(long)]
        out: PathBuf,
        /// Same seed, same bytes
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Orders to make
        #[arg(long, default_value_t = 20_000)]
        orders: usize,
    },
    /// Renders the shop's pages from the catalogue that generate wrote
    ///
    /// Example: cobuy-demo site --catalogue target/demo/data/catalogue.json --out target/demo/site --tags tags.html
    Site {
        /// catalogue.json of generate
        #[arg(long)]
        catalogue: PathBuf,
        #[command(flatten)]
        to: To,
    },
    /// Renders the same shop over the catalogue of a real order file
    ///
    /// Example: cobuy-demo real --work work/catalogue.json --out target/demo/real --tags tags.html
    Real {
        /// catalogue.json that `cobuy build --work` wrote
        #[arg(long)]
        work: PathBuf,
        #[command(flatten)]
        to: To,
    },
}

#[derive(clap::Args)]
struct To {
    /// Folder to write into; made where it is missing
    #[arg(long)]
    out: PathBuf,
    /// Lines of `cobuy tags`, pasted into the head of every page; without it the shop has no recommendations
    #[arg(long)]
    tags: Option<PathBuf>,
    /// Name of the shop
    #[arg(long)]
    title: Option<String>,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Generate { out, seed, orders } => {
            let made = generate::generate(&out, seed, orders)?;
            println!(
                "{} products, {} orders of {} customers and guests, {} lines in {}",
                made.products,
                made.orders,
                made.customers,
                made.lines,
                out.display()
            );
        }
        Command::Site { catalogue, to } => {
            let mut catalogue = Catalogue::read(&catalogue)?;
            if let Some(title) = to.title {
                catalogue.shop.name = title;
            }
            site(&catalogue, &to.out, to.tags.as_deref())?;
        }
        Command::Real { work, to } => {
            let catalogue = real::read(&work, to.title.as_deref().unwrap_or("Larkspur & Daughters"))?;
            site(&catalogue, &to.out, to.tags.as_deref())?;
        }
    }
    Ok(())
}

fn site(catalogue: &Catalogue, out: &std::path::Path, tags: Option<&std::path::Path>) -> Result<()> {
    let pages = site::render(catalogue, out, tags)?;
    println!("{pages} pages, {} products in {}", catalogue.products.len(), out.display());
    Ok(())
}
