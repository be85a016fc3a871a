package io.telltale.catalog.importing;

import io.telltale.catalog.attachment.CataloguedEvent;
import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.entity.VendorEntity;
import io.telltale.catalog.store.Statements;
import io.telltale.detection.vendor.VendorFormat;
import java.util.List;

/** What the built-in catalog and vendors' checkouts are imported with alike, within the import's transaction. */
final class Sources {
    /** Any number that no one else locks by. */
    private static final long IMPORT_LOCK = 0x74656c6c74616c65L;

    private Sources() {}

    /** Waits for another import to end; none begins before this transaction ends. */
    static int lock(Statements sql) {
        return sql.list("select pg_advisory_xact_lock(?)", row -> 1, IMPORT_LOCK)
                .size();
    }

    /** A vendor's source of a name, made where there is none. */
    static SourceEntity source(VendorFormat format, String name) {
        VendorEntity vendor =
                VendorEntity.<VendorEntity>findByIdOptional(format.vendor()).orElseGet(VendorEntity::new);
        vendor.slug = format.vendor();
        vendor.title = format.title();
        vendor.persist();
        SourceEntity source = SourceEntity.named(vendor.slug, name).orElseGet(SourceEntity::new);
        source.vendor = vendor;
        source.name = name;
        source.persist();
        return source;
    }

    /** The events that rules can belong to. */
    static List<CataloguedEvent> events() {
        return EventEntity.<EventEntity>list("from EventEntity e join fetch e.service s order by s.id, e.name").stream()
                .map(event -> new CataloguedEvent(event.id, event.service.title, event.service.eventSource, event.name))
                .toList();
    }
}
