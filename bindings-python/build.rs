//! Tells the sources for which Python they are built.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
}
