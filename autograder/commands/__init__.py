"""The commands of `autograder`, one module each: `declare(parser)` adds its options, `run(options)` does it."""
