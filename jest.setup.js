// What synthesis says of its files is of no use between the names of tests.
process.argv.push('--quiet');
