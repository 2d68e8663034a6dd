// SPDX-License-Identifier: MIT
//! Generates the Rust view of `modules/asyncio/boundary.h`, so that C and Rust cannot drift apart.
//!
//! Only the `firmware` feature needs it. The firmware's build passes its own C compiler and flags:
//! `ASYNCIO_CC` (for example `arm-none-eabi-gcc`), `ASYNCIO_CFLAGS` (quoted as for a shell, or `@` and a file with them) and `ASYNCIO_DIR`, from
//! which the relative paths in the flags count.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "firmware")]
    boundary::generate();
}

#[cfg(feature = "firmware")]
mod boundary {
    use std::path::PathBuf;
    use std::process::Command;

    /// Reads an environment variable that the firmware's build has to set.
    fn required(name: &str) -> String {
        println!("cargo::rerun-if-env-changed={name}");
        std::env::var(name).unwrap_or_else(|_| {
            panic!("{name} is not set: the `firmware` feature is built by MicroPython's make or CMake")
        })
    }

    /// The include directories that the C compiler itself would search, in its order.
    ///
    /// libclang comes without headers of its own (and knows no newlib), so it is given the compiler's.
    fn system_includes(cc: &str, flags: &[&str]) -> Vec<String> {
        let mut words = cc.split_whitespace();
        let program = words.next().expect("ASYNCIO_CC is empty");
        let output = Command::new(program)
            .args(words)
            .args(flags.iter().filter(|f| f.starts_with("-m") || f.starts_with("--specs")))
            .args(["-E", "-v", "-x", "c", "/dev/null"])
            .output()
            .unwrap_or_else(|e| panic!("cannot run {program}: {e}"));
        let text = String::from_utf8_lossy(&output.stderr);
        text.lines()
            .skip_while(|line| !line.starts_with("#include <...>"))
            .skip(1)
            .take_while(|line| line.starts_with(' '))
            .map(|line| line.trim().to_string())
            .collect()
    }

    /// The flags that change what a declaration means; warnings and code generation do not.
    fn declaration_flags<'a>(flags: &[&'a str]) -> Vec<&'a str> {
        let mut kept = Vec::new();
        let mut words = flags.iter();
        while let Some(&flag) = words.next() {
            match flag {
                "-I" | "-D" | "-U" | "-isystem" | "-include" => {
                    kept.push(flag);
                    kept.extend(words.next());
                }
                _ if ["-I", "-D", "-U", "-std="].iter().any(|p| flag.starts_with(p)) => kept.push(flag),
                "-fshort-enums" | "-m32" => kept.push(flag),
                _ => {}
            }
        }
        kept
    }

    pub fn generate() {
        let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
        let header = root.join("modules/asyncio/boundary.h");
        println!("cargo::rerun-if-changed={}", header.display());

        let cc = required("ASYNCIO_CC");
        let cflags = required("ASYNCIO_CFLAGS");
        // CMake hands over a file with the flags.
        let cflags = match cflags.strip_prefix('@') {
            None => cflags,
            Some(path) => std::fs::read_to_string(path).unwrap_or_else(|e| panic!("cannot read {path}: {e}")),
        };
        let words = shlex::split(&cflags).expect("ASYNCIO_CFLAGS has an unpaired quote");
        let flags: Vec<&str> = words.iter().map(String::as_str).collect();

        // Without qstrs, so that nothing which the firmware's build generates is needed.
        let mut args: Vec<String> = vec!["-nostdinc".into(), "-DNO_QSTR".into()];
        // Relative include directories count from where the firmware's make runs.
        args.push(format!("-working-directory={}", required("ASYNCIO_DIR")));
        for dir in system_includes(&cc, &flags) {
            args.extend(["-isystem".into(), dir]);
        }
        args.extend(declaration_flags(&flags).into_iter().map(String::from));
        // gcc for bare-metal ARM makes small enums one byte; clang does not unless told.
        if std::env::var("TARGET").expect("set by cargo").starts_with("thumb") {
            args.push("-fshort-enums".into());
        }

        bindgen::Builder::default()
            .header(header.display().to_string())
            .clang_args(args)
            .use_core()
            .allowlist_item("(asyncio|ASYNCIO)_.*")
            .blocklist_type("mp_obj_t|mp_obj_type_t|_mp_obj_type_t|asyncio_result_t")
            .raw_line("use super::exc::HandlerResult as asyncio_result_t;")
            .raw_line("use super::obj::{Obj as mp_obj_t, Type as mp_obj_type_t};")
            .default_enum_style(bindgen::EnumVariation::Rust { non_exhaustive: false })
            .generate_comments(false)
            .formatter(bindgen::Formatter::Prettyplease)
            .generate()
            .expect("bindgen cannot read modules/asyncio/boundary.h")
            .write_to_file(PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo")).join("boundary.rs"))
            .expect("cannot write boundary.rs");
    }
}
