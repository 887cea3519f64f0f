//! The rules of abide check, one file each.
