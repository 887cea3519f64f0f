//! Images that documents show. Only those of the workspace are, and only as images.

use crate::address::escaped;
use abide_workspace::files::Root;

/// Larger ones are not shown.
const LARGEST: u64 = 16 << 20;

/// What stands before the addresses of images.
pub const BEFORE: &str = "image/";

/// An image.
pub struct Picture {
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The media type of what a file of that name may hold; none where it is no image that browsers show.
pub fn kind(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

/// Its address, without what stands before all of them.
pub fn address(path: &str) -> String {
    format!("{BEFORE}{}", escaped(path))
}

/// The image at a path relative to the root; none where it is too large, or where the path leads out of the root, by its text or
/// by a symbolic link.
pub fn read(root: &Root, path: &str) -> Option<Picture> {
    let kind = kind(path)?;
    let file = root.inside(path).ok()?;
    let about = std::fs::metadata(&file).ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    Some(Picture { kind, bytes: std::fs::read(file).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_images_within_the_root_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("repository");
        fs::create_dir_all(inner.join(".git")).unwrap();
        for name in ["repository/a.png", "repository/a.txt", "secret.png"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let root = Root::find(&inner, &inner);
        let found = |path: &str| read(&root, path).map(|picture| picture.kind);
        assert_eq!(found("a.png"), Some("image/png"));
        assert_eq!([found("a.txt"), found("b.png"), found("../secret.png"), found(".git")], [None; 4]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.png"), inner.join("out.png")).unwrap();
            assert_eq!(found("out.png"), None);
        }
    }
}
