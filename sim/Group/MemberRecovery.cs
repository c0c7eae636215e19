using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Gives members the current keys: at the start those that have not registered yet, later those that were evicted or
/// are keyless, after a time. They come by a registration with the member's key server, or, where the scenario has
/// none, without a message.
/// </summary>
internal sealed class MemberRecovery
{
    private readonly GroupState _group;
    private readonly GroupOptions _options;
    private readonly KeyServerNode[] _servers;
    private readonly GroupRecorder _recorder;
    private readonly Simulation _simulation;
    private readonly HashSet<int> _recovering = [];
    private readonly Dictionary<int, DownloadedKeys> _downloaded = [];
    private readonly HierarchyUpdates? _updates;
    private readonly List<(int Member, bool IsFirst)> _held = [];
    private readonly bool _registers;

    internal MemberRecovery(
        GroupState group,
        KeyServerNode[] servers,
        GroupRecorder recorder,
        Simulation simulation,
        HierarchyUpdates? updates)
    {
        _updates = updates;
        _group = group;
        _options = group.Options;
        _servers = servers;
        _recorder = recorder;
        _simulation = simulation;
        _registers = _options.Registration.Mode != RegistrationMode.PreRegistered;
        foreach (KeyServerNode server in _registers ? servers : [])
        {
            RegistrationStep first = _options.Registration.Mode == RegistrationMode.Full
                ? RegistrationStep.Proposal
                : RegistrationStep.PullRequest;
            var parties = new RegistrationParties(group, server.Index);
            server.Registrations = new RegistrationDesk(group, server.Index, parties, first, (member, keys, at) =>
            {
                _downloaded[member] = keys;
                simulation.Schedule(new Event(at, ControlEvent.Registered, member, 0));
            });
        }
    }

    /// <summary>Lets every member begin its first registration, if members have to.</summary>
    internal void Start()
    {
        foreach (KeyServerNode server in _registers ? _servers : [])
        {
            for (int member = server.FirstMember; member < server.FirstMember + server.Members; member++)
            {
                _group.Members.Unregister(member);
                _group.Hierarchy?.Give(member, null);
                server.Policy.Ledger.Remove(member);
                _recorder.Leave(server.Index, _group.Population.ProfileOf[member]);
                OnlineInterval online = _group.Population.FindAnew(member, SimTime.Zero);
                SimTime from = online.IsOnline ? SimTime.Zero : online.Until;
                if (from < _group.End)
                {
                    server.Registrations!.Begin(member, from);
                }
            }
        }
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
        if (_options.RecoverAfter is not SimDuration after || _group.Hierarchy?.IsRemovedForGood(member) == true)
        {
            return;
        }

        SimTime from = online.IsOnline ? now : online.Until;
        if (from < SimTime.MaxValue && _recovering.Add(member))
        {
            _simulation.Schedule(new Event(from + after, ControlEvent.Recover, member, 0));
        }
    }

    /// <summary>The time has come for a member to get the current keys, by a registration or at once.</summary>
    internal void Recover(int member, SimTime now)
    {
        if (_registers && IsWanting(member))
        {
            _recovering.Remove(member);
            ServerOf(member).Registrations!.Begin(member, now);
            return;
        }

        Register(member, now);
    }

    /// <summary>Registers a member, unless a rekey has reached it in the meantime.</summary>
    internal void Register(int member, SimTime now)
    {
        _recovering.Remove(member);
        // By a registration a member has what was in its messages, which a rekey may have overtaken.
        DownloadedKeys keys = _downloaded.Remove(member, out DownloadedKeys downloaded)
            ? downloaded
            : _group.Keys.ToHandOut();
        OnlineInterval online = _group.Population.FindAnew(member, now);
        if (!online.IsOnline)
        {
            Schedule(member, online, now);
            return;
        }

        if (!IsWanting(member) || _group.Hierarchy?.Admits(member) == false)
        {
            return;
        }

        KeyServerNode server = ServerOf(member);
        bool removed = server.Policy.Ledger.IsRemoved(member);
        int held = _group.Members.TekGeneration(member);
        if (!removed && held >= keys.TekGeneration)
        {
            return;
        }

        int profile = _group.Population.ProfileOf[member];
        _group.NoteTek(member, held, keys.TekGeneration, now);
        _group.Members.Register(
            member, keys.KekGeneration, keys.Sequence, keys.TekGeneration, _options.Acknowledgement);
        if (!removed)
        {
            // A registration opens a new membership: what was still expected of the old one is no longer.
            server.Policy.Ledger.Remove(member);
            _recorder.Leave(server.Index, profile);
        }

        bool isFirst = held == MemberTable.NoTek;
        _group.Hierarchy?.Give(member, keys.Hierarchy ?? _group.Hierarchy.Download(member));
        _group.Trace.Note(now, 0, member, isFirst ? "registered" : "recovered", keys.Sequence);
        if (_updates?.HoldsAdmissions == true)
        {
            _held.Add((member, isFirst));
        }
        else
        {
            Admit(server, member, isFirst);
        }
    }

    /// <summary>Takes those into the ledger who registered while an update went out.</summary>
    internal void AdmitHeld()
    {
        foreach ((int member, bool isFirst) in _held)
        {
            if (_group.Hierarchy!.Admits(member))
            {
                Admit(ServerOf(member), member, isFirst);
            }
        }

        _held.Clear();
    }

    private void Admit(KeyServerNode server, int member, bool isFirst)
    {
        server.Policy.Ledger.Admit(member);
        int profile = _group.Population.ProfileOf[member];
        if (isFirst)
        {
            _recorder.Admit(server.Index, profile);
        }
        else
        {
            _recorder.Recover(server.Index, profile);
        }
    }

    /// <summary>Whether a member is out of the group, or without the newest key.</summary>
    private bool IsWanting(int member) => ServerOf(member).Policy.Ledger.IsRemoved(member)
        || _group.Members.TekGeneration(member) < _group.Keys.NewestTransmittedTek;

    /// <summary>The key server of a member.</summary>
    internal KeyServerNode ServerOf(int member)
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
