namespace GdoiSim.Metrics;

/// <summary>What happened within one bin of time (timeline.csv).</summary>
public sealed record TimelineRow : ITableRow<TimelineRow>
{
    public static Table Table { get; } = new(
        "timeline.csv",
        typeof(TimelineRow),
        "The run in bins of equal width, all key servers together, in order of time; at most 4,000 rows. A bin in "
        + "which nothing happened is left out. Without registrations their columns hold 0.",
        [
            new("time_seconds", "s", nameof(Time)),
            new("bin_seconds", "s", nameof(Width)),
            new("push.sent", "datagrams", nameof(PushSent)),
            new("push.delivered", "pairs", nameof(PushDelivered)),
            new("ack.sent", "datagrams", nameof(AckSent)),
            new("ack.duplicated", "datagrams", nameof(AckDuplicated)),
            new("ack.lost", "datagrams", nameof(AckLost)),
            new("ack.link_dropped", "datagrams", nameof(AckLinkDropped)),
            new("ack.arrived", "datagrams", nameof(AckArrived)),
            new("ack.dropped", "datagrams", nameof(AckDropped)),
            new("ack.accepted", "datagrams", nameof(AckAccepted)),
            new("ack.duplicate", "datagrams", nameof(AckDuplicate)),
            new("ack.rejected", "datagrams", nameof(AckRejected)),
            new("queue.max_depth", "datagrams", nameof(QueueMaxDepth)),
            new("service.capacity", "ACKs", nameof(ServiceCapacity)),
            new("registration.started", "registrations", nameof(RegistrationStarted)),
            new("registration.sent", "datagrams", nameof(RegistrationSent)),
            new("registration.repeated", "datagrams", nameof(RegistrationRepeated)),
            new("registration.lost", "datagrams", nameof(RegistrationLost)),
            new("registration.link_dropped", "datagrams", nameof(RegistrationLinkDropped)),
            new("registration.arrived", "datagrams", nameof(RegistrationArrived)),
            new("registration.dropped", "datagrams", nameof(RegistrationDropped)),
            new("registration.answered", "datagrams", nameof(RegistrationAnswered)),
            new("registration.duplicate", "datagrams", nameof(RegistrationDuplicate)),
            new("registration.refused", "datagrams", nameof(RegistrationRefused)),
            new("registration.completed", "registrations", nameof(RegistrationCompleted)),
            new("registration.failed", "registrations", nameof(RegistrationFailed)),
            new("registration.half_open", "registrations", nameof(RegistrationHalfOpen)),
        ]);

    /// <summary>When the bin starts, since the start of the run: a whole multiple of its width.</summary>
    public required Seconds Time { get; init; }

    /// <summary>How long the bin is; the same in every row of the file.</summary>
    public required Seconds Width { get; init; }

    /// <summary>
    /// PUSH datagrams that key servers sent in the bin: a multicast is one, a unicast repeat is one a member.
    /// </summary>
    public required long PushSent { get; init; }

    /// <summary>
    /// (member, datagram) pairs: PUSH datagrams that reached a member whole in the bin, copies included.
    /// </summary>
    public required long PushDelivered { get; init; }

    /// <summary>
    /// ACKs that members sent in the bin, each counted once, before the network may copy it.
    /// </summary>
    public required long AckSent { get; init; }

    /// <summary>Copies of ACKs that the network made in the bin.</summary>
    public required long AckDuplicated { get; init; }

    /// <summary>ACKs and copies that the path from the member to the server lost in the bin.</summary>
    public required long AckLost { get; init; }

    /// <summary>
    /// ACKs and copies that found the queue of the server's access link full in the bin.
    /// </summary>
    public required long AckLinkDropped { get; init; }

    /// <summary>
    /// ACKs and copies that reached the server's socket in the bin; dropped ones included.
    /// </summary>
    public required long AckArrived { get; init; }

    /// <summary>Arrived ACKs that found the receive buffer of the socket full in the bin.</summary>
    public required long AckDropped { get; init; }

    /// <summary>
    /// ACKs that were the first valid one of their member for their rekey in the bin; counted at the end of service.
    /// </summary>
    public required long AckAccepted { get; init; }

    /// <summary>Valid ACKs of a pair that had been acknowledged already in the bin.</summary>
    public required long AckDuplicate { get; init; }

    /// <summary>
    /// Arrived ACKs that the server refused after service, whatever the reason in the bin.
    /// </summary>
    public required long AckRejected { get; init; }

    /// <summary>
    /// The most datagrams that waited in the receive buffer of one server in the bin; those in service are not
    /// counted.
    /// </summary>
    public required long QueueMaxDepth { get; init; }

    /// <summary>
    /// ACKs that all cores of all key servers could take through in the bin if every one were accepted: cores × bin
    /// width / mean service time of an accepted ACK. Empty if service takes no time.
    /// </summary>
    public required double? ServiceCapacity { get; init; }

    /// <summary>
    /// Registrations that members began in the bin: from when on they wait for keys, before a random wait.
    /// </summary>
    public long RegistrationStarted { get; init; }

    /// <summary>Requests of registrations that members sent in the bin, repeats included.</summary>
    public long RegistrationSent { get; init; }

    /// <summary>Of those, repeats.</summary>
    public long RegistrationRepeated { get; init; }

    /// <summary>Of the requests sent in the bin, those that the path from the member to the server lost.</summary>
    public long RegistrationLost { get; init; }

    /// <summary>Requests that found the queue of the server's access link full in the bin.</summary>
    public long RegistrationLinkDropped { get; init; }

    /// <summary>Requests that reached the server's socket in the bin; dropped ones included.</summary>
    public long RegistrationArrived { get; init; }

    /// <summary>Arrived requests that found the receive buffer of the socket full in the bin.</summary>
    public long RegistrationDropped { get; init; }

    /// <summary>
    /// Requests that were the next one of their registration in the bin; counted at the end of service, as are the next
    /// two.
    /// </summary>
    public long RegistrationAnswered { get; init; }

    /// <summary>Requests that had been answered already in the bin.</summary>
    public long RegistrationDuplicate { get; init; }

    /// <summary>
    /// Requests that got no answer in the bin because the table of half-open registrations was full, or had dropped
    /// theirs.
    /// </summary>
    public long RegistrationRefused { get; init; }

    /// <summary>Registrations that ended in the bin with the keys at the member.</summary>
    public long RegistrationCompleted { get; init; }

    /// <summary>Registrations that members gave up in the bin.</summary>
    public long RegistrationFailed { get; init; }

    /// <summary>
    /// Registrations that are half open at the end of the bin, and until the next row, at all key servers together.
    /// </summary>
    public long RegistrationHalfOpen { get; init; }

    public void Write(RowWriter row)
    {
        row.Time(Time);
        row.Time(Width);
        row.Whole(PushSent);
        row.Whole(PushDelivered);
        row.Whole(AckSent);
        row.Whole(AckDuplicated);
        row.Whole(AckLost);
        row.Whole(AckLinkDropped);
        row.Whole(AckArrived);
        row.Whole(AckDropped);
        row.Whole(AckAccepted);
        row.Whole(AckDuplicate);
        row.Whole(AckRejected);
        row.Whole(QueueMaxDepth);
        row.Real(ServiceCapacity);
        row.Whole(RegistrationStarted);
        row.Whole(RegistrationSent);
        row.Whole(RegistrationRepeated);
        row.Whole(RegistrationLost);
        row.Whole(RegistrationLinkDropped);
        row.Whole(RegistrationArrived);
        row.Whole(RegistrationDropped);
        row.Whole(RegistrationAnswered);
        row.Whole(RegistrationDuplicate);
        row.Whole(RegistrationRefused);
        row.Whole(RegistrationCompleted);
        row.Whole(RegistrationFailed);
        row.Whole(RegistrationHalfOpen);
    }

    public static TimelineRow Read(RowReader row) => new()
    {
        Time = row.Time(),
        Width = row.Time(),
        PushSent = row.Whole(),
        PushDelivered = row.Whole(),
        AckSent = row.Whole(),
        AckDuplicated = row.Whole(),
        AckLost = row.Whole(),
        AckLinkDropped = row.Whole(),
        AckArrived = row.Whole(),
        AckDropped = row.Whole(),
        AckAccepted = row.Whole(),
        AckDuplicate = row.Whole(),
        AckRejected = row.Whole(),
        QueueMaxDepth = row.Whole(),
        ServiceCapacity = row.RealOrNothing(),
        RegistrationStarted = row.Whole(),
        RegistrationSent = row.Whole(),
        RegistrationRepeated = row.Whole(),
        RegistrationLost = row.Whole(),
        RegistrationLinkDropped = row.Whole(),
        RegistrationArrived = row.Whole(),
        RegistrationDropped = row.Whole(),
        RegistrationAnswered = row.Whole(),
        RegistrationDuplicate = row.Whole(),
        RegistrationRefused = row.Whole(),
        RegistrationCompleted = row.Whole(),
        RegistrationFailed = row.Whole(),
        RegistrationHalfOpen = row.Whole(),
    };
}
