package io.telltale.api.command;

/** How a command writes its report. */
enum ReportFormat {
    table,
    json
}
