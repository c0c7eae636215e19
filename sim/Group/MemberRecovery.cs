using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Gives evicted and keyless members the current keys after a time: stands where GROUPKEY-PULL (RFC 6407 section 3)
/// will stand, and hands out what it downloads.
/// </summary>
internal sealed class MemberRecovery
{
    private readonly GroupState _group;
    private readonly GroupOptions _options;
    private readonly KeyServerNode[] _servers;
    private readonly GroupRecorder _recorder;
    private readonly Simulation _simulation;
    private readonly HashSet<int> _recovering = [];

    internal MemberRecovery(
        GroupState group, KeyServerNode[] servers, GroupRecorder recorder, Simulation simulation)
    {
        _group = group;
        _options = group.Options;
        _servers = servers;
        _recorder = recorder;
        _simulation = simulation;
    }

    /// <summary>
    /// Schedules the recovery of every member whose TEK has expired, if there is a newer one to come back for.
    /// </summary>
    internal void ScheduleForKeyless(SimTime now)
    {
        if (_options.RecoverAfter is null)
        {
            return;
        }

        for (int member = 0; member < _options.Members; member++)
        {
            int held = _group.Members.TekGeneration(member);
            if (held < _group.Keys.NewestTransmittedTek && _group.Keys.TekExpiry(held) <= now)
            {
                Schedule(member, _group.Population.Find(member, now), now);
            }
        }
    }

    /// <summary>Schedules the recovery of a member, from the instant at which it is on the network.</summary>
    internal void Schedule(int member, in OnlineInterval online, SimTime now)
    {
        if (_options.RecoverAfter is not SimDuration after)
        {
            return;
        }

        SimTime from = online.IsOnline ? now : online.Until;
        if (from < SimTime.MaxValue && _recovering.Add(member))
        {
            _simulation.Schedule(new Event(from + after, ControlEvent.Recover, member, 0));
        }
    }

    /// <summary>Registers a member anew, unless a rekey has reached it in the meantime.</summary>
    internal void Recover(int member, SimTime now)
    {
        _recovering.Remove(member);
        OnlineInterval online = _group.Population.Find(member, now);
        if (!online.IsOnline)
        {
            Schedule(member, online, now);
            return;
        }

        KeyServerNode server = ServerOf(member);
        bool removed = server.Policy.Ledger.IsRemoved(member);
        int held = _group.Members.TekGeneration(member);
        int newest = _group.Keys.NewestTransmittedTek;
        if (!removed && held >= newest)
        {
            return;
        }

        RekeySa current = _group.Keys.Current;
        int profile = _group.Population.ProfileOf[member];
        _group.NoteTek(member, held, newest, now);
        _group.Members.Register(
            member, current.Generation, current.LastTransmittedSequence, newest, _options.Acknowledgement);
        if (!removed)
        {
            // A registration opens a new membership: what was still expected of the old one is no longer.
            server.Policy.Ledger.Remove(member);
            _recorder.Leave(server.Index, profile);
        }

        server.Policy.Ledger.Admit(member);
        _recorder.Recover(server.Index, profile);
        _group.Trace.Note(now, 0, member, "recovered", current.LastTransmittedSequence);
    }

    private KeyServerNode ServerOf(int member)
    {
        foreach (KeyServerNode server in _servers)
        {
            if (member < server.FirstMember + server.Members)
            {
                return server;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(member), member, "no key server serves this member");
    }
}
