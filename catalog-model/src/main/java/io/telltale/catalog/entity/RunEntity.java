package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A run of the rules over logs, its counts and how it ended. */
@Entity
@Table(name = "runs")
public class RunEntity extends PanacheEntityBase {
    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String name;
    public String state = RUNNING;
    public String problem = "";
    public Instant started = Instant.now();
    public long durationMillis;
    public long files;
    public long events;
    public long lost;
    public long findings;

    /** What the run set, as a JSON object of texts. */
    public String parameters;
}
