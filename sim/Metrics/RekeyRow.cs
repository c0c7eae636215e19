namespace GdoiSim.Metrics;

/// <summary>What became of one rekey at one key server (rekeys.csv).</summary>
public sealed record RekeyRow : ITableRow<RekeyRow>
{
    public static Table Table { get; } = new(
        "rekeys.csv",
        typeof(RekeyRow),
        "One row a rekey and key server, by rekey, then server. Sums over the rows are the figures of summary.json.",
        [
            new("rekey", "number", nameof(Rekey)),
            new("server", "number", nameof(Server)),
            new("sequence.first", "number", nameof(FirstSequence)),
            new("sequence.last", "number", nameof(LastSequence)),
            new("kek.replaced", "true/false", nameof(KekReplaced)),
            new("begin_seconds", "s", nameof(Begin)),
            new("last_transmission_seconds", "s", nameof(LastTransmission)),
            new("transmissions", "transmissions", nameof(Transmissions)),
            new("push.sent", "datagrams", nameof(PushSent)),
            new("push.delivered", "pairs", nameof(PushDelivered)),
            new("ack.expected", "pairs", nameof(AckExpected)),
            new("ack.sent", "datagrams", nameof(AckSent)),
            new("ack.duplicated", "datagrams", nameof(AckDuplicated)),
            new("ack.lost", "datagrams", nameof(AckLost)),
            new("ack.link_dropped", "datagrams", nameof(AckLinkDropped)),
            new("ack.arrived", "datagrams", nameof(AckArrived)),
            new("ack.dropped", "datagrams", nameof(AckDropped)),
            new("ack.accepted", "datagrams", nameof(AckAccepted)),
            new("ack.late", "datagrams", nameof(AckLate)),
            new("ack.duplicate", "datagrams", nameof(AckDuplicate)),
            new("ack.rejected", "datagrams", nameof(AckRejected)),
            new("missing.declared", "pairs", nameof(MissingDeclared)),
            new("missing.false", "pairs", nameof(MissingFalse)),
            new("evicted.total", "members", nameof(EvictedTotal)),
            new("evicted.healthy", "members", nameof(EvictedHealthy)),
            new("completion_seconds.p50", "s", nameof(CompletionP50)),
            new("completion_seconds.p90", "s", nameof(CompletionP90)),
            new("completion_seconds.p99", "s", nameof(CompletionP99)),
            new("completion_seconds.max", "s", nameof(CompletionMax)),
            new("accepted_seconds.p50", "s", nameof(AcceptedP50)),
            new("accepted_seconds.p90", "s", nameof(AcceptedP90)),
            new("accepted_seconds.p99", "s", nameof(AcceptedP99)),
            new("accepted_seconds.max", "s", nameof(AcceptedMax)),
            new("queue.max_depth", "datagrams", nameof(QueueMaxDepth)),
        ]);

    /// <summary>The number of the rekey in the run, from 1.</summary>
    public required int Rekey { get; init; }

    /// <summary>
    /// The number of the key server, from 1; it transmits to its share of the members and hears their ACKs.
    /// </summary>
    public required int Server { get; init; }

    /// <summary>The sequence number (SEQ) of the first transmission of the rekey.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>
    /// The sequence number (SEQ) of the last transmission; the first one unless repeats are numbered anew.
    /// </summary>
    public required long LastSequence { get; init; }

    /// <summary>Whether the rekey brought a new KEK.</summary>
    public required bool KekReplaced { get; init; }

    /// <summary>When the server first transmitted the rekey, since the start of the run.</summary>
    public required Seconds Begin { get; init; }

    /// <summary>When the server last transmitted the rekey, since the start of the run.</summary>
    public required Seconds LastTransmission { get; init; }

    /// <summary>
    /// How often the server transmitted the rekey: the first time, and each repeat, to the group or to the
    /// unacknowledged.
    /// </summary>
    public required long Transmissions { get; init; }

    /// <summary>
    /// PUSH datagrams sent for the rekey: a multicast is one, a unicast repeat is one a member.
    /// </summary>
    public required long PushSent { get; init; }

    /// <summary>
    /// (member, datagram) pairs: PUSH datagrams of the rekey that reached a member whole, copies included.
    /// </summary>
    public required long PushDelivered { get; init; }

    /// <summary>
    /// Members whose ACK the server expects for the rekey, members of silent profiles included, evicted ones not.
    /// </summary>
    public required long AckExpected { get; init; }

    /// <summary>
    /// ACKs that members sent for the rekey, each counted once, before the network may copy it.
    /// </summary>
    public required long AckSent { get; init; }

    /// <summary>Copies of ACKs that the network made for the rekey.</summary>
    public required long AckDuplicated { get; init; }

    /// <summary>ACKs and copies that the path from the member to the server lost for the rekey.</summary>
    public required long AckLost { get; init; }

    /// <summary>
    /// ACKs and copies that found the queue of the server's access link full for the rekey.
    /// </summary>
    public required long AckLinkDropped { get; init; }

    /// <summary>
    /// ACKs and copies that reached the server's socket for the rekey; dropped ones included.
    /// </summary>
    public required long AckArrived { get; init; }

    /// <summary>Arrived ACKs that found the receive buffer of the socket full for the rekey.</summary>
    public required long AckDropped { get; init; }

    /// <summary>
    /// ACKs that were the first valid one of their member for their rekey for the rekey; counted at the end of
    /// service.
    /// </summary>
    public required long AckAccepted { get; init; }

    /// <summary>Accepted ACKs whose member had been declared missing for the rekey before.</summary>
    public required long AckLate { get; init; }

    /// <summary>Valid ACKs of a pair that had been acknowledged already for the rekey.</summary>
    public required long AckDuplicate { get; init; }

    /// <summary>
    /// Arrived ACKs that the server refused after service, whatever the reason for the rekey.
    /// </summary>
    public required long AckRejected { get; init; }

    /// <summary>
    /// Members declared missing for the rekey: still unacknowledged when `missing.after` had passed since its last
    /// (or first, `missing.from`) transmission.
    /// </summary>
    public required long MissingDeclared { get; init; }

    /// <summary>
    /// Of those, members that did hold the key of the rekey when they were declared missing.
    /// </summary>
    public required long MissingFalse { get; init; }

    /// <summary>Members evicted because of a miss in this rekey.</summary>
    public required long EvictedTotal { get; init; }

    /// <summary>Of those, members that were online and held the current TEK.</summary>
    public required long EvictedHealthy { get; init; }

    /// <summary>
    /// The median of the time from the first transmission to acceptance (end of service) over all expected members;
    /// empty where it falls on a member that was never acknowledged.
    /// </summary>
    public required Seconds? CompletionP50 { get; init; }

    /// <summary>
    /// The 90 % quantile of the time from the first transmission to acceptance (end of service) over all expected
    /// members; empty where it falls on a member that was never acknowledged.
    /// </summary>
    public required Seconds? CompletionP90 { get; init; }

    /// <summary>
    /// The 99 % quantile of the time from the first transmission to acceptance (end of service) over all expected
    /// members; empty where it falls on a member that was never acknowledged.
    /// </summary>
    public required Seconds? CompletionP99 { get; init; }

    /// <summary>
    /// The maximum of the time from the first transmission to acceptance (end of service) over all expected members;
    /// empty where it falls on a member that was never acknowledged.
    /// </summary>
    public required Seconds? CompletionMax { get; init; }

    /// <summary>
    /// The median of the same time over acknowledged members alone; empty if there is none.
    /// </summary>
    public required Seconds? AcceptedP50 { get; init; }

    /// <summary>
    /// The 90 % quantile of the same time over acknowledged members alone; empty if there is none.
    /// </summary>
    public required Seconds? AcceptedP90 { get; init; }

    /// <summary>
    /// The 99 % quantile of the same time over acknowledged members alone; empty if there is none.
    /// </summary>
    public required Seconds? AcceptedP99 { get; init; }

    /// <summary>
    /// The maximum of the same time over acknowledged members alone; empty if there is none.
    /// </summary>
    public required Seconds? AcceptedMax { get; init; }

    /// <summary>
    /// The most datagrams that waited in the server's receive buffer from this rekey's first transmission to the next
    /// one's.
    /// </summary>
    public required long QueueMaxDepth { get; init; }

    public void Write(RowWriter row)
    {
        row.Whole(Rekey);
        row.Whole(Server);
        row.Whole(FirstSequence);
        row.Whole(LastSequence);
        row.Truth(KekReplaced);
        row.Time(Begin);
        row.Time(LastTransmission);
        row.Whole(Transmissions);
        row.Whole(PushSent);
        row.Whole(PushDelivered);
        row.Whole(AckExpected);
        row.Whole(AckSent);
        row.Whole(AckDuplicated);
        row.Whole(AckLost);
        row.Whole(AckLinkDropped);
        row.Whole(AckArrived);
        row.Whole(AckDropped);
        row.Whole(AckAccepted);
        row.Whole(AckLate);
        row.Whole(AckDuplicate);
        row.Whole(AckRejected);
        row.Whole(MissingDeclared);
        row.Whole(MissingFalse);
        row.Whole(EvictedTotal);
        row.Whole(EvictedHealthy);
        row.Time(CompletionP50);
        row.Time(CompletionP90);
        row.Time(CompletionP99);
        row.Time(CompletionMax);
        row.Time(AcceptedP50);
        row.Time(AcceptedP90);
        row.Time(AcceptedP99);
        row.Time(AcceptedMax);
        row.Whole(QueueMaxDepth);
    }

    public static RekeyRow Read(RowReader row) => new()
    {
        Rekey = row.Small(),
        Server = row.Small(),
        FirstSequence = row.Whole(),
        LastSequence = row.Whole(),
        KekReplaced = row.Truth(),
        Begin = row.Time(),
        LastTransmission = row.Time(),
        Transmissions = row.Whole(),
        PushSent = row.Whole(),
        PushDelivered = row.Whole(),
        AckExpected = row.Whole(),
        AckSent = row.Whole(),
        AckDuplicated = row.Whole(),
        AckLost = row.Whole(),
        AckLinkDropped = row.Whole(),
        AckArrived = row.Whole(),
        AckDropped = row.Whole(),
        AckAccepted = row.Whole(),
        AckLate = row.Whole(),
        AckDuplicate = row.Whole(),
        AckRejected = row.Whole(),
        MissingDeclared = row.Whole(),
        MissingFalse = row.Whole(),
        EvictedTotal = row.Whole(),
        EvictedHealthy = row.Whole(),
        CompletionP50 = row.TimeOrNothing(),
        CompletionP90 = row.TimeOrNothing(),
        CompletionP99 = row.TimeOrNothing(),
        CompletionMax = row.TimeOrNothing(),
        AcceptedP50 = row.TimeOrNothing(),
        AcceptedP90 = row.TimeOrNothing(),
        AcceptedP99 = row.TimeOrNothing(),
        AcceptedMax = row.TimeOrNothing(),
        QueueMaxDepth = row.Whole(),
    };
}
