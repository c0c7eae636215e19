using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// A whole group under simulation: members, key servers, the network between them, and the control events that drive
/// them. Between two control events members and servers cannot surprise each other (a server acts upon members only in
/// a control event), so a window is run as a whole: first all PUSH arrivals at members, then all acknowledgements at
/// the servers, each exactly up to the window's end.
/// </summary>
public sealed class GroupWorld : IProcess
{
    private readonly GroupState _group;
    private readonly KeyServerNode[] _servers;
    private readonly Simulation _simulation;
    private readonly MemberWindow _members;
    private readonly RekeyController _controller;
    private readonly IProgress<GroupProgress>? _progress;
    private CancellationToken _cancellation;
    private long _verified;
    private SimTime _reached;
    private SimTime _told;

    /// <summary>Wires a group.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="progress">Told how far the run is, after each batch and control event; may be null.</param>
    /// <exception cref="ArgumentException">Options that contradict themselves.</exception>
    public GroupWorld(GroupOptions options, IProgress<GroupProgress>? progress = null)
    {
        GroupOptionsCheck.Check(options);
        _group = new GroupState(options);
        _progress = progress;
        _simulation = new Simulation(options.Seed, this);
        _servers = DivideMembers(_group);
        Recorder = new GroupRecorder(_group, _servers);
        _members = new MemberWindow(_group, _servers);
        _controller = new RekeyController(_group, _servers, _members, Recorder, _simulation);
    }

    /// <summary>What the run has recorded; whole after <see cref="Run"/>.</summary>
    public GroupRecorder Recorder { get; }

    /// <summary>
    /// Runs the group to its end, or until the token fires; then the record stands as of that moment.
    /// </summary>
    public StopReason Run(CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _controller.Start();
        StopReason stop;
        SimTime end;
        if (_group.Options.Duration is SimDuration duration)
        {
            end = SimTime.Zero + duration;
            stop = _simulation.RunUntil(end, cancellation);
        }
        else
        {
            stop = _simulation.RunUntilIdle(cancellation);
            end = _controller.LastActivity;
            foreach (KeyServerNode server in _servers)
            {
                end = SimTime.Max(end, server.LastActivity);
            }
        }

        if (cancellation.IsCancellationRequested)
        {
            stop = StopReason.Cancelled;
        }

        if (stop == StopReason.Cancelled)
        {
            end = _simulation.Now;
        }

        _controller.Finish(end);
        Recorder.Hierarchy = _controller.Hierarchy;
        Recorder.Finish(
            end, stop == StopReason.Cancelled, _members, _controller.Fingerprint, _simulation.EventsHandled);
        return stop;
    }

    /// <inheritdoc/>
    void IProcess.AdvanceTo(SimTime time)
    {
        // A registration that a window has completed is handled behind it: until the window's end its member is taken
        // to hold no keys.
        if (time < _reached)
        {
            return;
        }

        _reached = time;
        _members.AdvanceTo(time);
        foreach (KeyServerNode server in _servers)
        {
            server.AdvanceTo(time, Report, _cancellation);
        }
    }

    /// <inheritdoc/>
    void IProcess.Handle(in Event e)
    {
        // Servers that stopped early have not caught up with this event: what it would see is not what has happened.
        if (!_cancellation.IsCancellationRequested)
        {
            _controller.Handle(e);
            Report(e.Time, 0);
        }
    }

    // Several key servers go through a window one after the other; time does not go back for that.
    private void Report(SimTime at, long verified)
    {
        _verified += verified;
        _told = SimTime.Max(_told, at);
        _progress?.Report(new GroupProgress(_told, Recorder.RekeysBegun, _verified)
        {
            Registered = _servers.Sum(server => server.Registrations?.Tally.Completed ?? 0),
            RequestsAnswered = _servers.Sum(server => server.Registrations?.Tally.Answered ?? 0),
        });
    }

    private static KeyServerNode[] DivideMembers(GroupState group)
    {
        IReadOnlyList<KeyServerOptions> options = group.Options.KeyServers;
        double total = options.Sum(server => server.Share);
        KeyServerNode[] servers = new KeyServerNode[options.Count];
        double share = 0;
        int first = 0;
        for (int i = 0; i < servers.Length; i++)
        {
            share += options[i].Share;
            int end = i == servers.Length - 1
                ? group.Options.Members
                : (int)Math.Round(group.Options.Members * (share / total), MidpointRounding.AwayFromZero);
            servers[i] = new KeyServerNode(group, i, first, end - first);
            first = end;
        }

        return servers;
    }
}

/// <summary>How far a run is.</summary>
/// <param name="Now">Virtual time.</param>
/// <param name="RekeysBegun">Rekeys begun so far.</param>
/// <param name="Acknowledgements">Acknowledgements that arrived at a server's access link so far.</param>
public readonly record struct GroupProgress(SimTime Now, int RekeysBegun, long Acknowledgements)
{
    /// <summary>Registrations completed so far.</summary>
    public long Registered { get; init; }

    /// <summary>Requests of registrations that were answered so far, each once.</summary>
    public long RequestsAnswered { get; init; }
}
