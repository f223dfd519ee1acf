"""Why a gradient is what it is: differences, paths, mistakes, health."""
