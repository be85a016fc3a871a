package io.telltale.catalog;

/** Brings services, fields, techniques and rules from files into the catalog. */
public interface CatalogImport {
    /** Imports what the application ships; what has not changed since the last import is left as it is. */
    ImportReport importBuiltIn();
}
