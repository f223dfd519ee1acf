"""The shortcode for Quarto, run in Lua."""
