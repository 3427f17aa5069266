//! Where things are, and how the program under measurement is built.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the checkout. Cargo says at run time where xtask lies; a build in a shared target folder may come from another checkout.
pub fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().expect("xtask lies in the checkout").to_owned()
}

/// Builds casus and gives the path of the program.
///
/// # Errors
/// It does not build.
pub fn casus(release: bool) -> anyhow::Result<PathBuf> {
    build(&["--package", "casus-cli"], release)?;
    Ok(profile_folder(release)?.join(format!("casus{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds an example program of a crate with optimisation and gives its path.
///
/// # Errors
/// It does not build.
pub fn example(package: &str, name: &str) -> anyhow::Result<PathBuf> {
    build(&["--package", package, "--example", name], true)?;
    Ok(profile_folder(true)?.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn build(what: &[&str], release: bool) -> anyhow::Result<()> {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet"]).args(what).args(release.then_some("--release")).current_dir(root());
    if !build.status().context("cargo does not start")?.success() {
        bail!("{} does not build", what.join(" "));
    }
    Ok(())
}

/// Where cargo puts what it builds.
fn profile_folder(release: bool) -> anyhow::Result<PathBuf> {
    let metadata = Command::new(env!("CARGO")).args(["metadata", "--format-version=1", "--no-deps"]).current_dir(root()).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).context("cargo metadata")?;
    let target = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    Ok(Path::new(target).join(if release { "release" } else { "debug" }))
}
