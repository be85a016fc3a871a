package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** One of the catalog's own files and what it held when it was last imported. */
@Entity
@Table(name = "catalog_files")
public class CatalogFileEntity extends PanacheEntityBase {
    @Id
    public String path;

    public String hash;

    /** Notes the content's hash; whether it is another than before. */
    public static boolean isNew(String path, String hash) {
        Optional<CatalogFileEntity> known = findByIdOptional(path);
        if (known.isPresent() && known.get().hash.equals(hash)) {
            return false;
        }
        CatalogFileEntity file = known.orElseGet(CatalogFileEntity::new);
        file.path = path;
        file.hash = hash;
        file.persist();
        return true;
    }
}
