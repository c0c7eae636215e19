using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>
/// Names what kept acknowledgements from being accepted, or from being accepted sooner: network, access link, socket
/// buffer, CPU or jitter. Where something was dropped, the place of the most drops; else the longest part of the time.
/// </summary>
internal static class Bottleneck
{
    /// <summary>Drops below this share of what arrived are not what limits a group.</summary>
    private const double Noticeable = 0.001;

    /// <summary>One sentence.</summary>
    public static string Of(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        if (summary.AckSent == 0)
        {
            return summary.PushDelivered == 0 ? "network: no rekey reached a member" : "none: no member acknowledges";
        }

        bool socket = summary.AckDropped > Noticeable * summary.AckArrived;
        bool link = summary.AckLinkDropped > Noticeable * summary.AckSent;
        if (socket && summary.AckDropped >= summary.AckLinkDropped)
        {
            return Socket(run);
        }

        if (link)
        {
            return $"access link: {Words.Number(summary.AckLinkDropped)} of {Words.Number(summary.AckSent)} "
                + $"acknowledgements ({Words.Share(summary.AckLinkDropped, summary.AckSent)}) found its queue full";
        }

        return WaitsForRepeats(run) ? Network(run) : Slowest(run);
    }

    private static string Socket(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        string limit = summary.QueueLimit is { } places ? $", full at {Words.Number(places)} waiting" : "";
        int cores = summary.ServiceCores * summary.KeyServers;
        string capacity = summary.ServiceCapacity is { } rate
            ? $"; {Words.Plural(cores, "core")} {(cores == 1 ? "takes" : "take")} {Words.Rate(rate)}"
            : "";
        return $"socket buffer: {Words.Number(summary.AckDropped)} of {Words.Number(summary.AckArrived)} "
            + $"acknowledgements ({Words.Share(summary.AckDropped, summary.AckArrived)}) dropped"
            + limit + capacity + Remedy(run);
    }

    /// <summary>
    /// The fluid bound: N answers spread evenly over a window J fit into a buffer of K at a rate mu if mu J + K is at
    /// least N. It holds for one jitter, and leaves out chance and the spread of the network.
    /// </summary>
    private static string Remedy(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        SimDuration jitter = run.Options.Profiles[0].Jitter;
        if (summary.ServiceCapacity is not { } rate
            || summary.QueueLimit is not { } places
            || run.Options.Profiles.Any(profile => profile.Jitter != jitter))
        {
            return "";
        }

        double excess = summary.Members - ((double)places * summary.KeyServers);
        double fitting = excess / rate;
        double longest = StandardLimits.LongestJitter.ToSeconds();
        if (fitting <= jitter.ToSeconds())
        {
            return "";
        }

        return fitting <= longest
            ? $". Answers spread over {Words.Time(fitting)} (jitter now {Words.Time(jitter.ToSeconds())}) would fit"
            : $". Even spread over {Words.Time(longest)}, the longest jitter of RFC 8263, answers need "
                + $"{Words.Rate(excess / longest)}";
    }

    private static bool WaitsForRepeats(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        return ComesWithRepeats(run)
            || (summary.AckAccepted < summary.AckExpected && summary.AckLost + summary.AckRejectedTotal > 0);
    }

    private static bool ComesWithRepeats(ScenarioRun run) =>
        run.Options.Retransmit.Count > 0
        && run.Summary.AcceptedMax?.Value > run.Options.Retransmit.Interval.ToSeconds();

    private static string Network(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        if (summary.AckRejectedTotal > summary.AckLost)
        {
            return $"refusals: {Words.Number(summary.AckRejectedTotal)} of {Words.Number(summary.AckArrived)} "
                + "acknowledgements that arrived were not valid";
        }

        string lost = summary.AckLost == 0
            ? "network: it lost rekeys on their way"
            : $"network: it lost {Words.Number(summary.AckLost)} of {Words.Number(summary.AckSent)} acknowledgements "
                + $"({Words.Share(summary.AckLost, summary.AckSent)})";
        return lost + (ComesWithRepeats(run) ? "; what comes late comes with a repeat" : "");
    }

    /// <summary>Nothing was dropped: the longest of the parts that the last answers consist of.</summary>
    private static string Slowest(ScenarioRun run)
    {
        RunSummary summary = run.Summary;
        double last = summary.AcceptedMax?.Value ?? 0;
        double longest = run.Options.Profiles
            .Where(profile => profile.Acknowledges)
            .Max(profile => profile.Jitter.ToSeconds());
        double jitter = Math.Min(last, longest);
        double cpu = summary.QueueMaxWait.Value;
        double link = summary.LinkMaxWait.Value;
        double network = Math.Max(0, last - jitter - cpu - link);
        string end = $"of the {Words.Time(last)} until the last one";
        return (jitter, cpu, link, network) switch
        {
            _ when jitter >= Math.Max(cpu, Math.Max(link, network)) =>
                $"jitter: up to {Words.Time(jitter)} {end}; nothing was dropped, so a shorter one may do",
            _ when cpu >= Math.Max(link, network) => $"CPU: up to {Words.Time(cpu)} waiting for a core {end}",
            _ when link >= network => $"access link: up to {Words.Time(link)} in its queue {end}",
            _ => $"network: its delay makes most {end}",
        };
    }
}
