"""The commands of `autograder`, one module each: `add(commands)` declares it, its function runs it."""
