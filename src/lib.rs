// SPDX-License-Identifier: MIT
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), no_std)]

pub mod sched;

#[cfg(feature = "firmware")]
pub mod compose;
#[cfg(feature = "firmware")]
pub mod core;
#[cfg(feature = "firmware")]
pub mod io;
#[cfg(feature = "firmware")]
pub mod sync;
#[cfg(feature = "firmware")]
pub mod vm;
