package io.telltale.detection.event;

import io.telltale.detection.ir.Value;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of an audit log.
 *
 * @param id the provider's own event id; where the record has none, its place ({@code file#3})
 * @param time when the event happened, by the record itself; empty where it says none that can be read
 * @param fields the record
 * @param file the log file that it was read from
 * @param index which record of that file, counted from 1
 */
public record AuditEvent(String id, Optional<Instant> time, Value.ObjectOf fields, String file, long index) {
    /** By the id alone: the fields of a record are too many to hash each time. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
