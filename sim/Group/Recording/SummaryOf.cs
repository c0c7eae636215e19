using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>Adds a run's counts up to the figures of summary.json.</summary>
internal static class SummaryOf
{
    internal static RunSummary Run(GroupRecorder recorder, GroupState group, KeyServerNode[] servers, string scenario)
    {
        List<RekeyTally> tallies = [.. recorder.Tallies];
        List<DurationSample> accepted = [.. tallies.Select(tally => tally.Accepted)];
        long expected = tallies.Sum(tally => tally.Expected);
        long acknowledged = tallies.Sum(tally => tally.AckAccepted);
        long down = TimesDown(group, recorder.End);
        var summary = new RunSummary
        {
            Scenario = scenario,
            Seed = group.Options.Seed,
            Partial = recorder.IsPartial,
            Duration = new Seconds(recorder.End.Nanoseconds),
            Members = group.Options.Members,
            KeyServers = servers.Length,
            Rekeys = recorder.RekeysBegun,
            Transmissions = tallies.Sum(tally => (long)tally.Transmissions),
            PushSent = tallies.Sum(tally => tally.PushSent),
            PushDelivered = tallies.Sum(tally => tally.PushDelivered),
            AckExpected = expected,
            AckSent = tallies.Sum(tally => tally.AckSent),
            AckDuplicated = tallies.Sum(tally => tally.AckDuplicated),
            AckLost = tallies.Sum(tally => tally.AckLost),
            AckLinkDropped = tallies.Sum(tally => tally.AckLinkDropped),
            AckInFlight = servers.Sum(server => server.InFlight),
            AckArrived = tallies.Sum(tally => tally.AckArrived),
            AckDropped = tallies.Sum(tally => tally.AckDropped),
            AckAccepted = acknowledged,
            AckLate = tallies.Sum(tally => tally.AckLate),
            AckDuplicate = tallies.Sum(tally => tally.AckDuplicate),
            AckRejected = Rejected(tallies),
            AckInServiceOrWaiting = servers.Sum(server => server.InServiceOrWaiting),
            MissingDeclared = tallies.Sum(tally => tally.MissingDeclared),
            MissingFalse = tallies.Sum(tally => tally.MissingFalse),
            EvictedTotal = tallies.Sum(tally => tally.EvictedTotal),
            EvictedHealthy = tallies.Sum(tally => tally.EvictedHealthy),
            RecoveredTotal = recorder.Recovered,
            DetectionCount = down,
            DetectionP50 = recorder.Detection.Quantile(down, 500),
            DetectionP90 = recorder.Detection.Quantile(down, 900),
            DetectionP99 = recorder.Detection.Quantile(down, 990),
            DetectionMax = recorder.Detection.Quantile(down, 1000),
            KeylessMembers = recorder.Keyless.Members,
            KeylessMemberSeconds = recorder.Keyless.MemberSeconds,
            CompletionP50 = DurationSample.Quantile(accepted, expected, 500),
            CompletionP90 = DurationSample.Quantile(accepted, expected, 900),
            CompletionP99 = DurationSample.Quantile(accepted, expected, 990),
            CompletionMax = DurationSample.Quantile(accepted, expected, 1000),
            AcceptedP50 = DurationSample.Quantile(accepted, acknowledged, 500),
            AcceptedP90 = DurationSample.Quantile(accepted, acknowledged, 900),
            AcceptedP99 = DurationSample.Quantile(accepted, acknowledged, 990),
            AcceptedMax = DurationSample.Quantile(accepted, acknowledged, 1000),
            QueueLimit = group.Options.KeyServers.Min(server => QueueLimit(group, server)),
            QueueMaxDepth = servers.Max(server => (long)server.Station.MaxWaiting),
            QueueMaxWait = new Seconds(servers.Max(server => server.Station.MaxWait.Nanoseconds)),
            LinkMaxWait = new Seconds(servers.Max(server => server.MaximumLinkWait.Nanoseconds)),
            ServiceCores = group.Options.KeyServers.Min(server => server.Cores),
            ServiceCapacity = recorder.ServiceCapacity,
            ServiceBusySeconds = servers.Sum(server => server.Station.BusyTime.ToSeconds()),
        };
        return WithHierarchy(WithRegistrations(summary, servers), recorder.Hierarchy ?? new HierarchyTally());
    }

    private static RunSummary WithHierarchy(RunSummary summary, HierarchyTally tally) => summary with
    {
        LkhRemoved = tally.Removed,
        LkhJoined = tally.Joined,
        LkhMessages = tally.Messages,
        LkhKeys = tally.Keys,
        LkhOctets = tally.Octets,
        LkhReaders = tally.Readers,
        LkhRemovedReaders = tally.RemovedReaders,
    };

    private static RunSummary WithRegistrations(RunSummary summary, KeyServerNode[] servers)
    {
        List<RegistrationTally> registrations =
            [.. servers.Select(server => server.Registrations?.Tally).OfType<RegistrationTally>()];
        List<DurationSample> durations = [.. registrations.Select(tally => tally.Durations)];
        long completed = registrations.Sum(tally => tally.Completed);
        return summary with
        {
            RegistrationStarted = registrations.Sum(tally => tally.Started),
            RegistrationCompleted = completed,
            RegistrationFailed = registrations.Sum(tally => tally.Failed),
            RegistrationUnderWay = servers.Sum(server => (long)(server.Registrations?.UnderWay ?? 0)),
            RegistrationSent = registrations.Sum(tally => tally.Sent),
            RegistrationRepeated = registrations.Sum(tally => tally.Repeated),
            RegistrationLost = registrations.Sum(tally => tally.Lost),
            RegistrationLinkDropped = registrations.Sum(tally => tally.LinkDropped),
            RegistrationInFlight = servers.Sum(server => server.RequestsInFlight),
            RegistrationArrived = registrations.Sum(tally => tally.Arrived),
            RegistrationDropped = registrations.Sum(tally => tally.Dropped),
            RegistrationAnswered = registrations.Sum(tally => tally.Answered),
            RegistrationDuplicate = registrations.Sum(tally => tally.Duplicates),
            RegistrationRefused = registrations.Sum(tally => tally.Refused),
            RegistrationInServiceOrWaiting = servers.Sum(server => server.RequestsInServiceOrWaiting),
            RegistrationReplies = registrations.Sum(tally => tally.Replies),
            RegistrationRepliesLost = registrations.Sum(tally => tally.RepliesLost),
            RegistrationHalfOpenMax = registrations.Select(tally => (long)tally.HalfOpenMaximum).DefaultIfEmpty().Max(),
            RegistrationP50 = DurationSample.Quantile(durations, completed, 500),
            RegistrationP90 = DurationSample.Quantile(durations, completed, 900),
            RegistrationP99 = DurationSample.Quantile(durations, completed, 990),
            RegistrationMax = DurationSample.Quantile(durations, completed, 1000),
            RegistrationBusySeconds = registrations.Sum(tally => tally.BusyTime.ToSeconds()),
        };
    }

    // Every reason that a key server can give stands there, so that the file has the same keys after every run.
    private static SortedDictionary<string, long> Rejected(List<RekeyTally> tallies)
    {
        var byName = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (DiscardReason reason in AckPipeline.RejectionReasons)
        {
            byName[reason.ToName()] = 0;
        }

        foreach ((DiscardReason reason, long count) in tallies.SelectMany(tally => tally.Rejected))
        {
            byName[reason.ToName()] = byName.GetValueOrDefault(reason.ToName()) + count;
        }

        return byName;
    }

    private static long TimesDown(GroupState group, SimTime end)
    {
        long times = 0;
        for (int member = 0; !group.Population.IsAlwaysOnline && member < group.Options.Members; member++)
        {
            times += group.Population.TimesDown(member, end);
        }

        return times;
    }

    private static long? QueueLimit(GroupState group, KeyServerOptions server)
    {
        ReceiveBuffer buffer = server.ReceiveBuffer;
        if (buffer.Datagrams < int.MaxValue)
        {
            return buffer.Datagrams;
        }

        return buffer.Octets < long.MaxValue
            ? buffer.Octets / ReceiveBuffer.ChargeFor(group.Acknowledgements.Octets)
            : null;
    }
}
