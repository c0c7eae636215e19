namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// Who sits on which leaf of a logical key hierarchy, and which keys a batch of joins and leaves replaces (RFC 2627
/// sections 5.4.1 and 5.4.2.5). Knows no keys and no limits of GDOI: <see cref="LkhKeyServer"/> has both. Not for
/// several threads at once.
/// </summary>
/// <remarks>
/// The shape is fixed: who joins takes a leaf that is free, and a node with nobody below it has no key. Every key that
/// a leaver held is replaced and encrypted under each child that still has members, also where that is one child only.
/// Where there are only joiners below a node, its new key is encrypted under the one that it replaces.
/// </remarks>
public sealed class KeyTree
{
    private readonly KeyTreeShape _shape;
    private readonly int[] _members;
    private readonly NodeState[] _states;
    private readonly FreeLeaves _free;
    private readonly List<int> _changed = [];
    private readonly List<int> _joined = [];

    /// <summary>A tree without members.</summary>
    public KeyTree(KeyTreeShape shape)
    {
        _shape = shape;
        _members = new int[shape.Nodes];
        _states = new NodeState[shape.Nodes];
        _free = new(shape.InnerNodes, shape.Leaves);
    }

    [Flags]
    private enum NodeState : byte
    {
        None = 0,

        // The node has a key that members below it hold.
        Keyed = 1,

        // Since the last rekey somebody joined, or left, below it.
        JoinBelow = 2,
        LeaveBelow = 4,

        // Somebody below it was a member before: during a rekey only.
        HasEarlierMembers = 8,
    }

    /// <summary>Degree, size and numbering.</summary>
    public KeyTreeShape Shape => _shape;

    /// <summary>Leaves that are taken.</summary>
    public int MemberCount => _members[0];

    /// <summary>Whether members joined or left since the last rekey.</summary>
    public bool HasChanges => _changed.Count > 0;

    /// <summary>Whether a leaf is taken.</summary>
    public bool IsMember(int leaf) => _shape.IsLeaf(leaf) && leaf < _shape.Nodes && _members[leaf] != 0;

    /// <summary>Whether a member has keys up to the root: it joined before the last rekey.</summary>
    public bool HasPath(int leaf) => IsMember(leaf) && (_states[leaf] & NodeState.Keyed) != 0;

    /// <summary>
    /// Takes a free leaf for a new member: one that was left since the last rekey, else the free one with the smallest
    /// number.
    /// </summary>
    /// <returns>False if all leaves are taken.</returns>
    public bool TryAssign(out int leaf)
    {
        if (!_free.TryTake(out leaf))
        {
            return false;
        }

        _states[leaf] = NodeState.None;
        _joined.Add(leaf);
        Change(leaf, +1, NodeState.JoinBelow);
        return true;
    }

    /// <summary>Removes a member: the next rekey replaces every key that it held.</summary>
    /// <exception cref="ArgumentException">No member sits on that leaf.</exception>
    public void Remove(int leaf)
    {
        if (!IsMember(leaf))
        {
            throw new ArgumentException($"no member on leaf {leaf}", nameof(leaf));
        }

        _states[leaf] = NodeState.None;
        _free.Release(leaf);
        Change(leaf, -1, NodeState.LeaveBelow);
    }

    /// <summary>Says which keys are replaced, and how the members that need them get them.</summary>
    public KeyTreeRekey Rekey(JoinerDelivery delivery)
    {
        // Children have greater numbers than their parents: descending order is from the bottom up.
        _changed.Sort();
        _changed.Reverse();
        var replaced = new List<int>();
        var encryptions = new List<KeyEncryption>();
        foreach (int node in _changed)
        {
            if (_members[node] != 0)
            {
                replaced.Add(node);
                AddEncryptions(node, delivery, encryptions);
            }
        }

        foreach (int node in _changed)
        {
            _states[node] = _members[node] != 0 ? NodeState.Keyed : NodeState.None;
        }

        foreach (int leaf in _joined)
        {
            if (_members[leaf] != 0)
            {
                _states[leaf] = NodeState.Keyed;
            }
        }

        _changed.Clear();
        _joined.Clear();
        _free.EndBatch();
        return new(replaced, encryptions);
    }

    private void Change(int leaf, int count, NodeState how)
    {
        _members[leaf] += count;
        for (int node = leaf; node > 0;)
        {
            node = _shape.Parent(node);
            _members[node] += count;
            if ((_states[node] & (NodeState.JoinBelow | NodeState.LeaveBelow)) == 0)
            {
                _changed.Add(node);
            }

            _states[node] |= how;
        }
    }

    private void AddEncryptions(int node, JoinerDelivery delivery, List<KeyEncryption> encryptions)
    {
        NodeState state = _states[node];
        bool underItself = (state & NodeState.Keyed) != 0 && (state & NodeState.LeaveBelow) == 0;
        if (underItself)
        {
            encryptions.Add(new(node, node, UnderIsNew: false));
        }

        int first = _shape.FirstChild(node);
        for (int child = first; child < first + _shape.Children(node); child++)
        {
            if (_members[child] == 0)
            {
                continue;
            }

            bool isReplaced = (_states[child] & (NodeState.JoinBelow | NodeState.LeaveBelow)) != 0;
            bool hasEarlier = isReplaced
                ? (_states[child] & NodeState.HasEarlierMembers) != 0
                : (_states[child] & NodeState.Keyed) != 0;
            if (hasEarlier)
            {
                _states[node] |= NodeState.HasEarlierMembers;
            }

            bool hasJoiners = _shape.IsLeaf(child)
                ? (_states[child] & NodeState.Keyed) == 0
                : (_states[child] & NodeState.JoinBelow) != 0;
            if ((hasEarlier && !underItself) || (hasJoiners && delivery == JoinerDelivery.ByUpdate))
            {
                encryptions.Add(new(node, child, isReplaced));
            }
        }
    }
}
