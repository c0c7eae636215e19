namespace GdoiSim.Metrics;

/// <content>The file: names, units and order of the fields.</content>
public sealed partial record RunSummary
{
    public static Table Table { get; } = new(
        Metrics.Schema.SummaryFile,
        typeof(RunSummary),
        "The figures of the whole run: one object, flat, the fields in this order.",
        [
            new("schema", "version", nameof(Schema)),
            new("scenario", "name", nameof(Scenario)),
            new("seed", "number", nameof(Seed)),
            new("partial", "true/false", nameof(Partial)),
            new("duration_seconds", "s", nameof(Duration)),
            new("members", "members", nameof(Members)),
            new("key_servers", "servers", nameof(KeyServers)),
            new("rekeys", "rekeys", nameof(Rekeys)),
            new("transmissions", "transmissions", nameof(Transmissions)),
            new("push.sent", "datagrams", nameof(PushSent)),
            new("push.delivered", "pairs", nameof(PushDelivered)),
            new("ack.expected", "pairs", nameof(AckExpected)),
            new("ack.sent", "datagrams", nameof(AckSent)),
            new("ack.duplicated", "datagrams", nameof(AckDuplicated)),
            new("ack.lost", "datagrams", nameof(AckLost)),
            new("ack.link_dropped", "datagrams", nameof(AckLinkDropped)),
            new("ack.in_flight", "datagrams", nameof(AckInFlight)),
            new("ack.arrived", "datagrams", nameof(AckArrived)),
            new("ack.dropped", "datagrams", nameof(AckDropped)),
            new("ack.accepted", "datagrams", nameof(AckAccepted)),
            new("ack.late", "datagrams", nameof(AckLate)),
            new("ack.duplicate", "datagrams", nameof(AckDuplicate)),
            new("ack.rejected", "datagrams", nameof(AckRejected)),
            new("ack.rejected_total", "datagrams", nameof(AckRejectedTotal)),
            new("ack.in_service_or_waiting", "datagrams", nameof(AckInServiceOrWaiting)),
            new("missing.declared", "pairs", nameof(MissingDeclared)),
            new("missing.false", "pairs", nameof(MissingFalse)),
            new("evicted.total", "members", nameof(EvictedTotal)),
            new("evicted.healthy", "members", nameof(EvictedHealthy)),
            new("recovered.total", "members", nameof(RecoveredTotal)),
            new("detection_seconds.count", "members", nameof(DetectionCount)),
            new("detection_seconds.p50", "s", nameof(DetectionP50)),
            new("detection_seconds.p90", "s", nameof(DetectionP90)),
            new("detection_seconds.p99", "s", nameof(DetectionP99)),
            new("detection_seconds.max", "s", nameof(DetectionMax)),
            new("keyless.members", "members", nameof(KeylessMembers)),
            new("keyless.member_seconds", "s", nameof(KeylessMemberSeconds)),
            new("completion_seconds.p50", "s", nameof(CompletionP50)),
            new("completion_seconds.p90", "s", nameof(CompletionP90)),
            new("completion_seconds.p99", "s", nameof(CompletionP99)),
            new("completion_seconds.max", "s", nameof(CompletionMax)),
            new("accepted_seconds.p50", "s", nameof(AcceptedP50)),
            new("accepted_seconds.p90", "s", nameof(AcceptedP90)),
            new("accepted_seconds.p99", "s", nameof(AcceptedP99)),
            new("accepted_seconds.max", "s", nameof(AcceptedMax)),
            new("registration.started", "registrations", nameof(RegistrationStarted)),
            new("registration.completed", "registrations", nameof(RegistrationCompleted)),
            new("registration.failed", "registrations", nameof(RegistrationFailed)),
            new("registration.under_way", "registrations", nameof(RegistrationUnderWay)),
            new("registration.sent", "datagrams", nameof(RegistrationSent)),
            new("registration.repeated", "datagrams", nameof(RegistrationRepeated)),
            new("registration.lost", "datagrams", nameof(RegistrationLost)),
            new("registration.link_dropped", "datagrams", nameof(RegistrationLinkDropped)),
            new("registration.in_flight", "datagrams", nameof(RegistrationInFlight)),
            new("registration.arrived", "datagrams", nameof(RegistrationArrived)),
            new("registration.dropped", "datagrams", nameof(RegistrationDropped)),
            new("registration.answered", "datagrams", nameof(RegistrationAnswered)),
            new("registration.duplicate", "datagrams", nameof(RegistrationDuplicate)),
            new("registration.refused", "datagrams", nameof(RegistrationRefused)),
            new("registration.in_service_or_waiting", "datagrams", nameof(RegistrationInServiceOrWaiting)),
            new("registration.replies", "datagrams", nameof(RegistrationReplies)),
            new("registration.replies_lost", "datagrams", nameof(RegistrationRepliesLost)),
            new("registration.half_open_max", "registrations", nameof(RegistrationHalfOpenMax)),
            new("registration_seconds.p50", "s", nameof(RegistrationP50)),
            new("registration_seconds.p90", "s", nameof(RegistrationP90)),
            new("registration_seconds.p99", "s", nameof(RegistrationP99)),
            new("registration_seconds.max", "s", nameof(RegistrationMax)),
            new("registration.busy_seconds", "s", nameof(RegistrationBusySeconds)),
            new("lkh.removed", "times", nameof(LkhRemoved)),
            new("lkh.joined", "times", nameof(LkhJoined)),
            new("lkh.messages", "messages", nameof(LkhMessages)),
            new("lkh.keys", "keys", nameof(LkhKeys)),
            new("lkh.octets", "octets", nameof(LkhOctets)),
            new("lkh.readers", "members", nameof(LkhReaders)),
            new("lkh.removed_readers", "members", nameof(LkhRemovedReaders)),
            new("queue.limit", "datagrams", nameof(QueueLimit)),
            new("queue.max_depth", "datagrams", nameof(QueueMaxDepth)),
            new("queue.max_wait_seconds", "s", nameof(QueueMaxWait)),
            new("link.max_wait_seconds", "s", nameof(LinkMaxWait)),
            new("service.cores", "cores", nameof(ServiceCores)),
            new("service.capacity_per_second", "ACKs/s", nameof(ServiceCapacity)),
            new("service.busy_seconds", "s", nameof(ServiceBusySeconds)),
        ]);

    /// <summary>Writes the file into <paramref name="directory"/>.</summary>
    public void Write(string directory)
    {
        using var fields = new FieldWriter(directory, Table);
        fields.Whole(Schema);
        fields.Text(Scenario);
        fields.Whole(Seed);
        fields.Truth(Partial);
        fields.Time(Duration);
        fields.Whole(Members);
        fields.Whole(KeyServers);
        fields.Whole(Rekeys);
        fields.Whole(Transmissions);
        fields.Whole(PushSent);
        fields.Whole(PushDelivered);
        fields.Whole(AckExpected);
        fields.Whole(AckSent);
        fields.Whole(AckDuplicated);
        fields.Whole(AckLost);
        fields.Whole(AckLinkDropped);
        fields.Whole(AckInFlight);
        fields.Whole(AckArrived);
        fields.Whole(AckDropped);
        fields.Whole(AckAccepted);
        fields.Whole(AckLate);
        fields.Whole(AckDuplicate);
        fields.Counts(AckRejected);
        fields.Whole(AckRejectedTotal);
        fields.Whole(AckInServiceOrWaiting);
        fields.Whole(MissingDeclared);
        fields.Whole(MissingFalse);
        fields.Whole(EvictedTotal);
        fields.Whole(EvictedHealthy);
        fields.Whole(RecoveredTotal);
        fields.Whole(DetectionCount);
        fields.Time(DetectionP50);
        fields.Time(DetectionP90);
        fields.Time(DetectionP99);
        fields.Time(DetectionMax);
        fields.Whole(KeylessMembers);
        fields.Real(KeylessMemberSeconds);
        fields.Time(CompletionP50);
        fields.Time(CompletionP90);
        fields.Time(CompletionP99);
        fields.Time(CompletionMax);
        fields.Time(AcceptedP50);
        fields.Time(AcceptedP90);
        fields.Time(AcceptedP99);
        fields.Time(AcceptedMax);
        WriteRegistrations(fields);
        WriteHierarchy(fields);
        fields.Whole(QueueLimit);
        fields.Whole(QueueMaxDepth);
        fields.Time(QueueMaxWait);
        fields.Time(LinkMaxWait);
        fields.Whole(ServiceCores);
        fields.Real(ServiceCapacity);
        fields.Real(ServiceBusySeconds);
    }

    private void WriteRegistrations(FieldWriter fields)
    {
        fields.Whole(RegistrationStarted);
        fields.Whole(RegistrationCompleted);
        fields.Whole(RegistrationFailed);
        fields.Whole(RegistrationUnderWay);
        fields.Whole(RegistrationSent);
        fields.Whole(RegistrationRepeated);
        fields.Whole(RegistrationLost);
        fields.Whole(RegistrationLinkDropped);
        fields.Whole(RegistrationInFlight);
        fields.Whole(RegistrationArrived);
        fields.Whole(RegistrationDropped);
        fields.Whole(RegistrationAnswered);
        fields.Whole(RegistrationDuplicate);
        fields.Whole(RegistrationRefused);
        fields.Whole(RegistrationInServiceOrWaiting);
        fields.Whole(RegistrationReplies);
        fields.Whole(RegistrationRepliesLost);
        fields.Whole(RegistrationHalfOpenMax);
        fields.Time(RegistrationP50);
        fields.Time(RegistrationP90);
        fields.Time(RegistrationP99);
        fields.Time(RegistrationMax);
        fields.Real(RegistrationBusySeconds);
    }

    private void WriteHierarchy(FieldWriter fields)
    {
        fields.Whole(LkhRemoved);
        fields.Whole(LkhJoined);
        fields.Whole(LkhMessages);
        fields.Whole(LkhKeys);
        fields.Whole(LkhOctets);
        fields.Whole(LkhReaders);
        fields.Whole(LkhRemovedReaders);
    }

    /// <summary>Reads the file in <paramref name="directory"/>.</summary>
    /// <exception cref="ResultException">It is not there, not JSON, or not of this schema version.</exception>
    public static RunSummary Read(string directory)
    {
        using var fields = new FieldReader(directory, Table);
        var summary = new RunSummary
        {
            Schema = fields.Small("schema"),
            Scenario = fields.Text("scenario"),
            Seed = fields.Unsigned("seed"),
            Partial = fields.Truth("partial"),
            Duration = fields.Time("duration_seconds"),
            Members = fields.Whole("members"),
            KeyServers = fields.Small("key_servers"),
            Rekeys = fields.Small("rekeys"),
            Transmissions = fields.Whole("transmissions"),
            PushSent = fields.Whole("push.sent"),
            PushDelivered = fields.Whole("push.delivered"),
            AckExpected = fields.Whole("ack.expected"),
            AckSent = fields.Whole("ack.sent"),
            AckDuplicated = fields.Whole("ack.duplicated"),
            AckLost = fields.Whole("ack.lost"),
            AckLinkDropped = fields.Whole("ack.link_dropped"),
            AckInFlight = fields.Whole("ack.in_flight"),
            AckArrived = fields.Whole("ack.arrived"),
            AckDropped = fields.Whole("ack.dropped"),
            AckAccepted = fields.Whole("ack.accepted"),
            AckLate = fields.Whole("ack.late"),
            AckDuplicate = fields.Whole("ack.duplicate"),
            AckRejected = fields.Counts("ack.rejected"),
            AckInServiceOrWaiting = fields.Whole("ack.in_service_or_waiting"),
            MissingDeclared = fields.Whole("missing.declared"),
            MissingFalse = fields.Whole("missing.false"),
            EvictedTotal = fields.Whole("evicted.total"),
            EvictedHealthy = fields.Whole("evicted.healthy"),
            RecoveredTotal = fields.Whole("recovered.total"),
            DetectionCount = fields.Whole("detection_seconds.count"),
            DetectionP50 = fields.TimeOrNothing("detection_seconds.p50"),
            DetectionP90 = fields.TimeOrNothing("detection_seconds.p90"),
            DetectionP99 = fields.TimeOrNothing("detection_seconds.p99"),
            DetectionMax = fields.TimeOrNothing("detection_seconds.max"),
            KeylessMembers = fields.Whole("keyless.members"),
            KeylessMemberSeconds = fields.Real("keyless.member_seconds"),
            CompletionP50 = fields.TimeOrNothing("completion_seconds.p50"),
            CompletionP90 = fields.TimeOrNothing("completion_seconds.p90"),
            CompletionP99 = fields.TimeOrNothing("completion_seconds.p99"),
            CompletionMax = fields.TimeOrNothing("completion_seconds.max"),
            AcceptedP50 = fields.TimeOrNothing("accepted_seconds.p50"),
            AcceptedP90 = fields.TimeOrNothing("accepted_seconds.p90"),
            AcceptedP99 = fields.TimeOrNothing("accepted_seconds.p99"),
            AcceptedMax = fields.TimeOrNothing("accepted_seconds.max"),
            QueueLimit = fields.WholeOrNothing("queue.limit"),
            QueueMaxDepth = fields.Whole("queue.max_depth"),
            QueueMaxWait = fields.Time("queue.max_wait_seconds"),
            LinkMaxWait = fields.Time("link.max_wait_seconds"),
            ServiceCores = fields.Small("service.cores"),
            ServiceCapacity = fields.RealOrNothing("service.capacity_per_second"),
            ServiceBusySeconds = fields.Real("service.busy_seconds"),
        };
        return WithHierarchy(WithRegistrations(summary, fields), fields);
    }

    private static RunSummary WithHierarchy(RunSummary summary, FieldReader fields) => summary with
    {
        LkhRemoved = fields.Whole("lkh.removed"),
        LkhJoined = fields.Whole("lkh.joined"),
        LkhMessages = fields.Whole("lkh.messages"),
        LkhKeys = fields.Whole("lkh.keys"),
        LkhOctets = fields.Whole("lkh.octets"),
        LkhReaders = fields.WholeOrNothing("lkh.readers"),
        LkhRemovedReaders = fields.WholeOrNothing("lkh.removed_readers"),
    };

    private static RunSummary WithRegistrations(RunSummary summary, FieldReader fields) => summary with
    {
        RegistrationStarted = fields.Whole("registration.started"),
        RegistrationCompleted = fields.Whole("registration.completed"),
        RegistrationFailed = fields.Whole("registration.failed"),
        RegistrationUnderWay = fields.Whole("registration.under_way"),
        RegistrationSent = fields.Whole("registration.sent"),
        RegistrationRepeated = fields.Whole("registration.repeated"),
        RegistrationLost = fields.Whole("registration.lost"),
        RegistrationLinkDropped = fields.Whole("registration.link_dropped"),
        RegistrationInFlight = fields.Whole("registration.in_flight"),
        RegistrationArrived = fields.Whole("registration.arrived"),
        RegistrationDropped = fields.Whole("registration.dropped"),
        RegistrationAnswered = fields.Whole("registration.answered"),
        RegistrationDuplicate = fields.Whole("registration.duplicate"),
        RegistrationRefused = fields.Whole("registration.refused"),
        RegistrationInServiceOrWaiting = fields.Whole("registration.in_service_or_waiting"),
        RegistrationReplies = fields.Whole("registration.replies"),
        RegistrationRepliesLost = fields.Whole("registration.replies_lost"),
        RegistrationHalfOpenMax = fields.Whole("registration.half_open_max"),
        RegistrationP50 = fields.TimeOrNothing("registration_seconds.p50"),
        RegistrationP90 = fields.TimeOrNothing("registration_seconds.p90"),
        RegistrationP99 = fields.TimeOrNothing("registration_seconds.p99"),
        RegistrationMax = fields.TimeOrNothing("registration_seconds.max"),
        RegistrationBusySeconds = fields.Real("registration.busy_seconds"),
    };
}
