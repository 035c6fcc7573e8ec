/** Benchmarks; compiled only with the Maven profile {@code bench}, never part of the program. */
package dev.vitrine.bench;
