using GdoiSim.Kernel;
using GdoiSim.Protocol.Lkh;

namespace GdoiSim.Group;

/// <summary>
/// Leads a group with a key hierarchy from one set of members to the next: the messages with update arrays one after
/// the other, then a rekey under the new KEK, since who was removed still opens the messages under the old one. What
/// changes meanwhile waits for the next update; who was let in registers when it is over.
/// </summary>
internal sealed class HierarchyUpdates
{
    private readonly GroupState _group;
    private readonly KeyHierarchy _hierarchy;
    private readonly HierarchyOptions _options;
    private readonly Simulation _simulation;
    private readonly SortedSet<int> _leaving = [];
    private readonly SortedSet<int> _joining = [];
    private IReadOnlyList<int> _joined = [];
    private IReadOnlyList<LkhUpdatePart> _messages = [];
    private RekeySa? _under;
    private Step _step;
    private int _sent;
    private int _removalsLeft;
    private bool _isDue;
    private bool _standsForRekey;

    internal HierarchyUpdates(GroupState group, KeyHierarchy hierarchy, Simulation simulation)
    {
        _group = group;
        _hierarchy = hierarchy;
        _options = group.Options.Hierarchy!;
        _simulation = simulation;
        _removalsLeft = _options.Removals.Count;
    }

    private enum Step
    {
        /// <summary>Nothing is changing.</summary>
        None,

        /// <summary>Messages with update arrays go out.</summary>
        Updating,

        /// <summary>The rekey under the new KEK goes out.</summary>
        Rekeying,
    }

    /// <summary>What the updates of the run came to.</summary>
    internal HierarchyTally Tally { get; } = new();

    /// <summary>Whether no update is under way or to come.</summary>
    internal bool IsIdle => _step == Step.None && !_isDue && _removalsLeft == 0;

    /// <summary>
    /// Whether members that register are taken into the ledger later: they have the new KEK, and the messages that are
    /// still to come are under the old one.
    /// </summary>
    internal bool HoldsAdmissions => _step == Step.Updating;

    /// <summary>Schedules the removals of the scenario.</summary>
    internal void Start()
    {
        for (int i = 0; i < _options.Removals.Count; i++)
        {
            _simulation.Schedule(new Event(SimTime.Zero + _options.Removals[i].At, ControlEvent.RemovalDue, 0, i));
        }
    }

    /// <summary>The members of a removal that is due.</summary>
    internal IReadOnlyList<int> TakeRemoval(int index, SimTime now)
    {
        _removalsLeft--;
        ChangeSoon(now);
        return _options.Removals[index].Members;
    }

    /// <summary>A member is out of the group: the next update leaves it out.</summary>
    internal void Leave(int member, SimTime now)
    {
        _joining.Remove(member);
        if (_hierarchy.HasLeaf(member))
        {
            _leaving.Add(member);
            ChangeSoon(now);
        }
    }

    /// <summary>Whether a member that comes back has to be let in by an update first; then it is.</summary>
    internal bool LetsIn(int member, SimTime now)
    {
        if (_hierarchy.HasLeaf(member) && !_leaving.Contains(member))
        {
            return false;
        }

        _joining.Add(member);
        ChangeSoon(now);
        return true;
    }

    /// <summary>
    /// Whether a rekey of the schedule that is due now is done by the one that ends an update: one that is under way,
    /// or that begins at this instant.
    /// </summary>
    internal bool StandsForRekey(SimTime now)
    {
        bool begins = _step == Step.None
            && (_isDue || _options.Removals.Any(removal => SimTime.Zero + removal.At == now));
        _standsForRekey = begins;
        return begins || _step == Step.Updating;
    }

    /// <summary>Does what is due: begins an update or goes on with one.</summary>
    /// <param name="rekey">Number of the next rekey.</param>
    /// <param name="now">The instant.</param>
    /// <param name="message">A message with update arrays to send; null: none.</param>
    /// <returns>What the controller has to do.</returns>
    internal HierarchyStep Continue(int rekey, SimTime now, out RekeyMessage? message)
    {
        _isDue = false;
        message = null;
        bool standsForRekey = _standsForRekey;
        _standsForRekey = false;
        if (_step == Step.None && !TryBegin())
        {
            return standsForRekey ? HierarchyStep.Rekey : HierarchyStep.Nothing;
        }

        if (_step == Step.Updating && _sent < _messages.Count)
        {
            LkhUpdatePart part = _messages[_sent++];
            message = _group.Keys.BeginUpdateMessage(
                rekey, _under!, part.Attributes.ToArray(), isLast: _sent == _messages.Count);
            Tally.Messages++;
            Tally.Keys += part.Keys;
            Tally.Octets += message.Octets.Length;
            SetDue(now + _options.Interval);
            return HierarchyStep.SendUpdate;
        }

        if (_step == Step.Updating)
        {
            _step = Step.Rekeying;
            SetDue(now + _options.Interval);
            return HierarchyStep.Rekey;
        }

        _step = Step.None;
        if (_leaving.Count + _joining.Count > 0)
        {
            SetDue(now);
        }

        return HierarchyStep.Ended;
    }

    /// <summary>Who was let in by the update that has ended.</summary>
    internal IReadOnlyList<int> TakeJoined()
    {
        IReadOnlyList<int> joined = _joined;
        _joined = [];
        return joined;
    }

    private bool TryBegin()
    {
        bool changes = _leaving.Count + _joining.Count > 0;
        foreach (int member in _leaving)
        {
            _hierarchy.Remove(member);
        }

        foreach (int member in _joining)
        {
            _hierarchy.Assign(member);
        }

        Tally.Removed += _leaving.Count;
        Tally.Joined += _joining.Count;
        _joined = [.. _joining];
        _leaving.Clear();
        _joining.Clear();
        if (!changes || _hierarchy.MemberCount == 0)
        {
            return false; // Nobody is left whose keys could be kept from the others.
        }

        LkhUpdate update = _hierarchy.ReplaceKeys();
        _under = _group.Keys.BeginUpdate(_hierarchy.GroupKek);
        int room = _group.Keys.RoomForUpdate(_under, _options.LargestMessage);
        _messages = _hierarchy.Write(update, room);
        _sent = 0;
        _step = Step.Updating;
        return true;
    }

    // All that changes at one instant goes into one update; during an update, into the next.
    private void ChangeSoon(SimTime now)
    {
        if (_step == Step.None)
        {
            SetDue(now);
        }
    }

    private void SetDue(SimTime at)
    {
        if (!_isDue)
        {
            _isDue = true;
            _simulation.Schedule(new Event(at, ControlEvent.UpdateDue, 0, 0));
        }
    }
}

/// <summary>What happens next in an update of a hierarchy.</summary>
internal enum HierarchyStep
{
    /// <summary>There is nothing to change.</summary>
    Nothing,

    /// <summary>A message with update arrays goes out.</summary>
    SendUpdate,

    /// <summary>A rekey with a new TEK goes out under the new KEK.</summary>
    Rekey,

    /// <summary>The update is over: who was let in may register.</summary>
    Ended,
}
