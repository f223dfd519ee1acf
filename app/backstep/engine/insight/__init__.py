"""Why a gradient has its value: differences, paths, mistakes, health."""
