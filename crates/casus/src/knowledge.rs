//! The model, lexicon and codebook that the binary carries, or those of a user's folder.

use crate::Error;
use casus_lexicon::{Codebook, File, Lexicon};
use casus_resolve::{Knowledge, places::Gazetteer};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::path::Path;

static LEXICON: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon");
static CODEBOOK: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../codebook");

/// The weights of the linguistic model, 8-byte aligned or not: the reader copies what needs alignment.
pub static WEIGHTS: &[u8] = include_bytes!("../../../models/minilm-ewt-gum/weights.safetensors");
/// Its shape and label lists.
pub static CONFIG: &str = include_str!("../../../models/minilm-ewt-gum/config.json");
/// Its word pieces.
pub static VOCABULARY: &str = include_str!("../../../models/minilm-ewt-gum/vocab.txt");

/// Known lemmas, asked before the model's own.
pub static LEMMAS: &str = include_str!("../../../models/minilm-ewt-gum/lemmas.tsv");

/// The weights of the smaller model, without word embeddings: it has those of the other.
pub static FAST_WEIGHTS: &[u8] = include_bytes!("../../../models/minilm-ewt-gum-fast/weights.safetensors");
/// Its shape and label lists.
pub static FAST_CONFIG: &str = include_str!("../../../models/minilm-ewt-gum-fast/config.json");

/// A lexicon folder's files above this size are no knowledge files.
const LARGEST: u64 = 16 << 20;

/// Everything the pipeline knows beside the model.
pub struct Known {
    pub lexicon: Lexicon,
    pub codebook: Codebook,
    pub actors: Knowledge,
    pub places: Gazetteer,
    /// First 12 hex digits of the SHA-256 over all files.
    pub hash: String,
}

impl Known {
    /// What the binary carries.
    pub fn embedded() -> Result<Known, Error> {
        Known::from_files(&files(&LEXICON), &files(&CODEBOOK))
    }

    /// A folder that holds a lexicon (and, beside it or in it, no codebook of its own: the embedded one stays).
    pub fn from_folder(folder: &Path) -> Result<Known, Error> {
        let mut lexicon = Vec::new();
        walk(folder, folder, &mut lexicon, 0)?;
        lexicon.sort_by(|a, b| a.path.cmp(&b.path));
        Known::from_files(&lexicon, &files(&CODEBOOK))
    }

    fn from_files(lexicon: &[File], codebook: &[File]) -> Result<Known, Error> {
        let mut hash = Sha256::new();
        for file in lexicon.iter().chain(codebook) {
            for part in [file.path.as_bytes(), file.text.as_bytes()] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        let hash: String = hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect();
        let actor_files: Vec<(&str, &str)> = lexicon
            .iter()
            .filter(|f| f.path.starts_with("actors/") && f.path.ends_with(".tsv"))
            .map(|f| (f.path.as_str(), f.text.as_str()))
            .collect();
        let places = lexicon.iter().find(|f| f.path == "places/places.tsv");
        Ok(Known {
            lexicon: Lexicon::load(lexicon)?,
            codebook: Codebook::load(codebook)?,
            actors: Knowledge::load(&actor_files)?,
            places: places.map_or_else(|| Ok(Gazetteer::default()), |f| Gazetteer::load(&f.text))?,
            hash,
        })
    }
}

fn files(dir: &Dir) -> Vec<File> {
    fn add(dir: &Dir, out: &mut Vec<File>) {
        for file in dir.files() {
            if let Some(text) = file.contents_utf8() {
                out.push(File::new(file.path().to_string_lossy().replace('\\', "/"), text));
            }
        }
        dir.dirs().for_each(|d| add(d, out));
    }
    let mut out = Vec::new();
    add(dir, &mut out);
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn walk(root: &Path, folder: &Path, out: &mut Vec<File>, depth: usize) -> Result<(), Error> {
    let io = |path: &Path| {
        let path = path.display().to_string();
        move |error| Error::Io { path, error }
    };
    for entry in std::fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        let kind = std::fs::metadata(&path).map_err(io(&path))?;
        let known = path.extension().is_some_and(|e| e == "toml" || e == "tsv");
        if kind.is_dir() && depth < 4 {
            walk(root, &path, out, depth + 1)?;
        } else if kind.is_file() && known && kind.len() < LARGEST {
            let text = std::fs::read_to_string(&path).map_err(io(&path))?;
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            out.push(File::new(below, text));
        }
    }
    Ok(())
}
