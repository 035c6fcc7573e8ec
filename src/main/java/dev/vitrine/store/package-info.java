/** Encrypted SQLite in three roles: append, upload, view and delete. */
@NullMarked
package dev.vitrine.store;

import org.jspecify.annotations.NullMarked;
