namespace GdoiSim.Metrics;

/// <summary>One step of one traced member (trace.csv).</summary>
public sealed record TraceRow : ITableRow<TraceRow>
{
    public static Table Table { get; } = new(
        "trace.csv",
        typeof(TraceRow),
        "Every step of the members named by --trace, in order of time; the file is there only with --trace.",
        [
            new("time_seconds", "s", nameof(Time)),
            new("rekey", "number", nameof(Rekey)),
            new("member", "number", nameof(Member)),
            new("step", "name", nameof(Step)),
            new("sequence", "number", nameof(Sequence)),
            new("reason", "name", nameof(Reason)),
        ]);

    /// <summary>When, since the start of the run.</summary>
    public required Seconds Time { get; init; }

    /// <summary>The number of the rekey the step belongs to, from 1; empty if it belongs to none.</summary>
    public required int? Rekey { get; init; }

    /// <summary>The member, numbered as --trace numbers them.</summary>
    public required int Member { get; init; }

    /// <summary>
    /// What happened. A rekey: push.lost, push.offline (it came while the member was off the network), push.accepted,
    /// push.discarded. Its answer: ack.unsent, ack.sent, ack.duplicated (by the network), ack.lost, ack.link_dropped,
    /// ack.arrived, ack.dropped, then the verdict, ack.accepted, ack.late, ack.duplicate or ack.rejected. The server's
    /// word on the member: missing, missing.false, evicted, evicted.healthy, recovered.
    /// </summary>
    public required string Step { get; init; }

    /// <summary>The sequence number (SEQ) of the datagram concerned; empty if there is none.</summary>
    public required long? Sequence { get; init; }

    /// <summary>Why, for a step that refused, dropped or lost something; else empty.</summary>
    public required string Reason { get; init; }

    public void Write(RowWriter row)
    {
        row.Time(Time);
        row.Whole((long?)Rekey);
        row.Whole(Member);
        row.Text(Step);
        row.Whole(Sequence);
        row.Text(Reason);
    }

    public static TraceRow Read(RowReader row) => new()
    {
        Time = row.Time(),
        Rekey = row.SmallOrNothing(),
        Member = row.Small(),
        Step = row.Text(),
        Sequence = row.WholeOrNothing(),
        Reason = row.Text(),
    };
}
