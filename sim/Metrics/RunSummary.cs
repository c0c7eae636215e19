namespace GdoiSim.Metrics;

/// <summary>The figures of a whole run (summary.json).</summary>
public sealed partial record RunSummary
{
    /// <summary>The version of the files of this result.</summary>
    public int Schema { get; init; } = Metrics.Schema.Version;

    /// <summary>The name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The seed from which every random draw of the run follows.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether the run was stopped before its end; all figures then stand as of that moment.</summary>
    public required bool Partial { get; init; }

    /// <summary>The simulated time at which the run ended.</summary>
    public required Seconds Duration { get; init; }

    /// <summary>The size of the group at the start.</summary>
    public required long Members { get; init; }

    /// <summary>The number of key servers that share the group.</summary>
    public required int KeyServers { get; init; }

    /// <summary>The number of rekeys that were begun.</summary>
    public required int Rekeys { get; init; }

    /// <summary>How often rekeys were transmitted, repeats and every key server counted.</summary>
    public required long Transmissions { get; init; }

    /// <summary>PUSH datagrams that key servers sent: a multicast is one, a unicast repeat is one a member.</summary>
    public required long PushSent { get; init; }

    /// <summary>(member, datagram) pairs: PUSH datagrams that reached a member whole, copies included.</summary>
    public required long PushDelivered { get; init; }

    /// <summary>
    /// (rekey, member) pairs for which an ACK was expected: every member in the ledger at the rekey, silent profiles
    /// included. 0 if the group asks for none.
    /// </summary>
    public required long AckExpected { get; init; }

    /// <summary>ACKs that members sent, each counted once, before the network may copy it.</summary>
    public required long AckSent { get; init; }

    /// <summary>Copies of ACKs that the network made.</summary>
    public required long AckDuplicated { get; init; }

    /// <summary>ACKs and copies that the path from the member to the server lost.</summary>
    public required long AckLost { get; init; }

    /// <summary>ACKs and copies that found the queue of the server's access link full.</summary>
    public required long AckLinkDropped { get; init; }

    /// <summary>
    /// ACKs and copies on their way when the run ended. ack.sent + ack.duplicated = ack.lost + ack.link_dropped +
    /// ack.arrived + ack.in_flight.
    /// </summary>
    public required long AckInFlight { get; init; }

    /// <summary>ACKs and copies that reached the server's socket, dropped ones included.</summary>
    public required long AckArrived { get; init; }

    /// <summary>Arrived ACKs that found the receive buffer of the socket full.</summary>
    public required long AckDropped { get; init; }

    /// <summary>
    /// ACKs that were the first valid one of their (rekey, member) pair, under any SEQ of the rekey.
    /// </summary>
    public required long AckAccepted { get; init; }

    /// <summary>Of the accepted ACKs, those whose pair had been declared missing before.</summary>
    public required long AckLate { get; init; }

    /// <summary>Valid ACKs of a pair that had been acknowledged already; the first time stands.</summary>
    public required long AckDuplicate { get; init; }

    /// <summary>
    /// Arrived ACKs that the server refused, by reason; every reason stands there, with 0 if it never occurred.
    /// </summary>
    public required IReadOnlyDictionary<string, long> AckRejected { get; init; }

    /// <summary>The sum over the reasons of ack.rejected.</summary>
    public long AckRejectedTotal => AckRejected.Values.Sum();

    /// <summary>
    /// Arrived ACKs without a verdict when the run ended. ack.arrived = ack.dropped + ack.accepted + ack.duplicate +
    /// ack.rejected_total + ack.in_service_or_waiting.
    /// </summary>
    public required long AckInServiceOrWaiting { get; init; }

    /// <summary>
    /// (rekey, member) pairs declared missing: still unacknowledged when `missing.after` had passed since the last
    /// (or first, `missing.from`) transmission of the rekey; each at most once.
    /// </summary>
    public required long MissingDeclared { get; init; }

    /// <summary>Of those, pairs whose member did hold the key of the rekey when it was declared missing.</summary>
    public required long MissingFalse { get; init; }

    /// <summary>
    /// Evictions: members taken out of the ledger after as many misses in a row as the scenario allows.
    /// </summary>
    public required long EvictedTotal { get; init; }

    /// <summary>Of those, members that were online and held the current TEK.</summary>
    public required long EvictedHealthy { get; init; }

    /// <summary>Times that an evicted or keyless member was given the current keys again.</summary>
    public required long RecoveredTotal { get; init; }

    /// <summary>Times that a member went down, the base of detection_seconds.</summary>
    public required long DetectionCount { get; init; }

    /// <summary>
    /// The median of the time from a member going down to its being declared missing, over all times that a member
    /// went down; null where it falls on one never declared, or if none went down.
    /// </summary>
    public required Seconds? DetectionP50 { get; init; }

    /// <summary>
    /// The 90 % quantile of the time from a member going down to its being declared missing, over all times that a
    /// member went down; null where it falls on one never declared, or if none went down.
    /// </summary>
    public required Seconds? DetectionP90 { get; init; }

    /// <summary>
    /// The 99 % quantile of the time from a member going down to its being declared missing, over all times that a
    /// member went down; null where it falls on one never declared, or if none went down.
    /// </summary>
    public required Seconds? DetectionP99 { get; init; }

    /// <summary>
    /// The maximum of the time from a member going down to its being declared missing, over all times that a member
    /// went down; null where it falls on one never declared, or if none went down.
    /// </summary>
    public required Seconds? DetectionMax { get; init; }

    /// <summary>
    /// Members that at some time were without a valid key while online: the old TEK expired, the new one not held.
    /// </summary>
    public required long KeylessMembers { get; init; }

    /// <summary>The time that members were so, summed over members.</summary>
    public required double KeylessMemberSeconds { get; init; }

    /// <summary>
    /// The median of the time from the first transmission of a rekey to acceptance (end of service of the accepted
    /// ACK), over all expected (rekey, member) pairs; nearest rank; null where it falls on a pair that was never
    /// acknowledged, or if none was expected.
    /// </summary>
    public required Seconds? CompletionP50 { get; init; }

    /// <summary>
    /// The 90 % quantile of the time from the first transmission of a rekey to acceptance (end of service of the
    /// accepted ACK), over all expected (rekey, member) pairs; nearest rank; null where it falls on a pair that was
    /// never acknowledged, or if none was expected.
    /// </summary>
    public required Seconds? CompletionP90 { get; init; }

    /// <summary>
    /// The 99 % quantile of the time from the first transmission of a rekey to acceptance (end of service of the
    /// accepted ACK), over all expected (rekey, member) pairs; nearest rank; null where it falls on a pair that was
    /// never acknowledged, or if none was expected.
    /// </summary>
    public required Seconds? CompletionP99 { get; init; }

    /// <summary>
    /// The maximum of the time from the first transmission of a rekey to acceptance (end of service of the accepted
    /// ACK), over all expected (rekey, member) pairs; nearest rank; null where it falls on a pair that was never
    /// acknowledged, or if none was expected.
    /// </summary>
    public required Seconds? CompletionMax { get; init; }

    /// <summary>The median of the same time over acknowledged pairs alone; null if there is none.</summary>
    public required Seconds? AcceptedP50 { get; init; }

    /// <summary>The 90 % quantile of the same time over acknowledged pairs alone; null if there is none.</summary>
    public required Seconds? AcceptedP90 { get; init; }

    /// <summary>The 99 % quantile of the same time over acknowledged pairs alone; null if there is none.</summary>
    public required Seconds? AcceptedP99 { get; init; }

    /// <summary>The maximum of the same time over acknowledged pairs alone; null if there is none.</summary>
    public required Seconds? AcceptedMax { get; init; }

    /// <summary>Times that an update of the key hierarchy left a member out: removed by name, or evicted.</summary>
    public long LkhRemoved { get; init; }

    /// <summary>Times that an update of the key hierarchy let a member in again, after an eviction.</summary>
    public long LkhJoined { get; init; }

    /// <summary>Rekeys that brought LKH_UPDATE_ARRAYs instead of a TEK; an update may be split into several.</summary>
    public long LkhMessages { get; init; }

    /// <summary>Encrypted keys in those messages.</summary>
    public long LkhKeys { get; init; }

    /// <summary>Octets of those messages as built, repeats not counted.</summary>
    public long LkhOctets { get; init; }

    /// <summary>
    /// Members of the tree whose own KEK, as the messages that reached them have left it, opens the last rekey of the
    /// run; null without a key hierarchy, and if nothing was sent under the newest KEK.
    /// </summary>
    public long? LkhReaders { get; init; }

    /// <summary>
    /// Members that were left out, and whose own KEK opens the last rekey all the same; null as lkh.readers.
    /// </summary>
    public long? LkhRemovedReaders { get; init; }

    /// <summary>Registrations that members began, first ones and later ones.</summary>
    public long RegistrationStarted { get; init; }

    /// <summary>Registrations that ended with the keys at the member.</summary>
    public long RegistrationCompleted { get; init; }

    /// <summary>
    /// Registrations that members gave up: no reply after all repeats of a request, or the member went down.
    /// </summary>
    public long RegistrationFailed { get; init; }

    /// <summary>
    /// Registrations under way when the run ended. registration.started = registration.completed + registration.failed
    /// + registration.under_way.
    /// </summary>
    public long RegistrationUnderWay { get; init; }

    /// <summary>Requests of registrations that members sent, repeats included.</summary>
    public long RegistrationSent { get; init; }

    /// <summary>Of those, repeats.</summary>
    public long RegistrationRepeated { get; init; }

    /// <summary>Requests that the path from the member to the server lost.</summary>
    public long RegistrationLost { get; init; }

    /// <summary>Requests that found the queue of the server's access link full.</summary>
    public long RegistrationLinkDropped { get; init; }

    /// <summary>
    /// Requests on their way when the run ended. registration.sent = registration.lost + registration.link_dropped +
    /// registration.arrived + registration.in_flight: the network copies no request.
    /// </summary>
    public long RegistrationInFlight { get; init; }

    /// <summary>Requests that reached a key server's socket, dropped ones included.</summary>
    public long RegistrationArrived { get; init; }

    /// <summary>Arrived requests that found the receive buffer of the socket full.</summary>
    public long RegistrationDropped { get; init; }

    /// <summary>
    /// Requests that a core took up and that were the next one of their registration: the work was done, a reply sent.
    /// </summary>
    public long RegistrationAnswered { get; init; }

    /// <summary>
    /// Requests that a core took up and that had been answered before: the same reply is sent again.
    /// </summary>
    public long RegistrationDuplicate { get; init; }

    /// <summary>
    /// Requests that got no answer because the table of half-open registrations was full, or had dropped theirs.
    /// </summary>
    public long RegistrationRefused { get; init; }

    /// <summary>
    /// Arrived requests that had not been served when the run ended. registration.arrived = registration.dropped +
    /// registration.answered + registration.duplicate + registration.refused + registration.in_service_or_waiting.
    /// </summary>
    public long RegistrationInServiceOrWaiting { get; init; }

    /// <summary>
    /// Replies that key servers sent, repeated ones included: registration.answered + registration.duplicate.
    /// </summary>
    public long RegistrationReplies { get; init; }

    /// <summary>Of those, replies that the path to the member lost.</summary>
    public long RegistrationRepliesLost { get; init; }

    /// <summary>The most registrations that were half open at one key server at once.</summary>
    public long RegistrationHalfOpenMax { get; init; }

    /// <summary>
    /// The median of the time from the first request of a registration to its last reply, over all that were
    /// completed; null if none was.
    /// </summary>
    public Seconds? RegistrationP50 { get; init; }

    /// <summary>
    /// The 90 % quantile of the time from the first request of a registration to its last reply, over all that were
    /// completed; null if none was.
    /// </summary>
    public Seconds? RegistrationP90 { get; init; }

    /// <summary>
    /// The 99 % quantile of the time from the first request of a registration to its last reply, over all that were
    /// completed; null if none was.
    /// </summary>
    public Seconds? RegistrationP99 { get; init; }

    /// <summary>
    /// The maximum of the time from the first request of a registration to its last reply, over all that were
    /// completed; null if none was.
    /// </summary>
    public Seconds? RegistrationMax { get; init; }

    /// <summary>
    /// The part of service.busy_seconds that requests of registrations took.
    /// </summary>
    public double RegistrationBusySeconds { get; init; }

    /// <summary>
    /// How many ACKs of this run can wait in the receive buffer of a server; null if it has no limit.
    /// </summary>
    public required long? QueueLimit { get; init; }

    /// <summary>
    /// The most datagrams that ever waited in the receive buffer of one server; those in service are not counted.
    /// </summary>
    public required long QueueMaxDepth { get; init; }

    /// <summary>The longest time that an ACK waited in a receive buffer before its service began.</summary>
    public required Seconds QueueMaxWait { get; init; }

    /// <summary>
    /// The longest time that an ACK waited in the queue of a server's access link before it was sent on.
    /// </summary>
    public required Seconds LinkMaxWait { get; init; }

    /// <summary>The cores of each key server that serve ACKs.</summary>
    public required int ServiceCores { get; init; }

    /// <summary>
    /// ACKs a second that all cores of all key servers could take through if every one were accepted; null if service
    /// takes no time.
    /// </summary>
    public required double? ServiceCapacity { get; init; }

    /// <summary>
    /// The time that cores were busy, with ACKs or with building and sending rekeys, summed over cores and key
    /// servers.
    /// </summary>
    public required double ServiceBusySeconds { get; init; }
}
