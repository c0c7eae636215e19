using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>Removals and updates of the key hierarchy.</content>
internal sealed partial class RekeyController
{
    private PushTransmission? _lastPush;

    /// <summary>What the updates came to; null if the group has no hierarchy.</summary>
    internal HierarchyTally? Hierarchy => _updates?.Tally;

    private void Remove(IReadOnlyList<int> members, SimTime now)
    {
        foreach (int member in members)
        {
            SimTime expiry = _group.Keys.TekExpiry(_group.Members.TekGeneration(member));
            if (expiry < now)
            {
                _group.Keyless.Add(member, expiry, now);
            }

            _group.Hierarchy!.RemoveForGood(member);
            KeyServerNode server = _recovery.ServerOf(member);
            if (!server.Policy.Ledger.IsRemoved(member))
            {
                server.Policy.Ledger.Remove(member);
                _recorder.Leave(server.Index, _group.Population.ProfileOf[member]);
            }

            Fingerprint.Add(now, ArrivalEvent.EvictionStep, member, ulong.MaxValue);
            _group.Trace.Note(now, _recorder.RekeysBegun, member, "removed");
            _updates!.Leave(member, now);
        }
    }

    private void Recover(int member, SimTime now)
    {
        bool isOut = _group.Hierarchy?.IsRemovedForGood(member) == true;
        if (!isOut && _updates?.LetsIn(member, now) != true)
        {
            _recovery.Recover(member, now);
        }
    }

    private void ContinueUpdate(SimTime now)
    {
        switch (_updates!.Continue(_recorder.RekeysBegun + 1, now, out RekeyMessage? message))
        {
            case HierarchyStep.SendUpdate:
                BeginRekey(message!, now);
                break;
            case HierarchyStep.Rekey:
                _recovery.AdmitHeld();
                BeginRekey(now);
                break;
            case HierarchyStep.Ended:
                foreach (int member in _updates.TakeJoined())
                {
                    Recover(member, now);
                }

                break;
        }
    }

    // Shown by the keys that each one holds: who opens the last message under the newest KEK?
    private void CountReaders()
    {
        if (_updates is null || _lastPush is null || _lastPush.RekeySa != _group.Keys.Current)
        {
            return;
        }

        var delivery = new HierarchyDelivery(_group, _group.Hierarchy!);
        long readers = 0;
        long removedReaders = 0;
        for (int member = 0; member < _options.Members; member++)
        {
            bool reads = _group.Hierarchy!.KeysOf(member) is { } keys
                && delivery.TryOpen(_lastPush.Octets.Span, keys.GroupKek) == Protocol.DiscardReason.None;
            readers += reads && _group.Hierarchy.HasLeaf(member) ? 1 : 0;
            removedReaders += reads && !_group.Hierarchy.HasLeaf(member) ? 1 : 0;
        }

        (_updates.Tally.Readers, _updates.Tally.RemovedReaders) = (readers, removedReaders);
    }
}
