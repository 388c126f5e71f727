"""The commands of `autograder`, a module each: `declare(parser)` adds its options, `run(options)` does it."""
