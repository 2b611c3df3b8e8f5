"""The places where Commet's own package has its resources."""
