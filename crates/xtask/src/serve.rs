//! The server of the demo: the one that the journeys use, started from here.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;

/// A running server; it ends with this value.
pub struct Server {
    /// E.g. `http://127.0.0.1:4173`, without a slash at the end.
    pub origin: String,
    child: Child,
}

impl Server {
    /// Serves a folder on loopback; port 0 takes any free one.
    pub fn start(repo: &Repo, root: &Path, port: u16) -> Result<Self> {
        let mut node = Command::new("node");
        node.arg(repo.path("tests/e2e/common/server.mjs"));
        node.arg("--root").arg(root).arg("--port").arg(port.to_string()).stdout(Stdio::piped());
        let mut child = node.spawn().context("starting the server with node")?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        let server = Self { origin: line.trim().trim_end_matches('/').to_string(), child };
        read.context("reading the server's address")?;
        ensure!(server.origin.starts_with("http://"), "the server did not start on port {port}");
        Ok(server)
    }

    /// Serves until the server is ended, say by Ctrl-C.
    pub fn wait(mut self) -> Result<()> {
        self.child.wait().context("waiting for the server")?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
