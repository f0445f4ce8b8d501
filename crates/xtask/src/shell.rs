//! How a task runs another program and touches files: every failure names the command or the path.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a command whose output goes straight to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command.status().with_context(|| format!("starting `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed: {status}");
    }
    Ok(())
}

/// Runs a command and returns what it printed; its errors still go to the terminal.
pub fn capture(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("starting `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed: {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed something that is not UTF-8"))
}

/// Runs a command, printing both its streams as they come, and returns their lines and whether it succeeded.
/// Both share one pipe, so that their order is the one in which they were written.
pub fn tee(command: &mut Command) -> Result<(Vec<String>, bool)> {
    let line = shown(command);
    let (reader, writer) = std::io::pipe().context("making a pipe")?;
    let mut child = command
        .stdout(writer.try_clone().context("sharing a pipe")?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("starting `{line}`"))?;
    // The command still holds the writing ends: without this the reader would never see the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = Vec::new();
    for read in BufReader::new(reader).split(b'\n') {
        let text =
            String::from_utf8_lossy(&read.with_context(|| format!("reading from `{line}`"))?).into_owned();
        println!("{text}");
        lines.push(text);
    }
    let status = child.wait().with_context(|| format!("waiting for `{line}`"))?;
    Ok((lines, status.success()))
}

/// Whether a command can be started and succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Cores of this machine: how many programs run side by side.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The first of these programs that is on PATH.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Reads a text file.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// The first line of a text file.
pub fn first_line(path: &Path) -> Result<String> {
    let mut line = String::new();
    let file = fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    BufReader::new(file).read_line(&mut line).with_context(|| format!("reading {}", path.display()))?;
    Ok(line)
}

/// Reads a file.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// Writes a file, making its folder.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// Makes a folder that holds nothing, whatever it held before.
pub fn empty_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("removing {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("making {}", path.display()))
}

/// Every file under a folder as a path relative to it, sorted.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("listing {}", next.display()))? {
            let path = entry.with_context(|| format!("listing {}", next.display()))?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("listed under this folder").to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files_under(from)? {
        write(&to.join(&file), read_bytes(&from.join(&file))?)?;
    }
    Ok(())
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
