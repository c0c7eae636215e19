namespace GdoiSim.Kernel.Stations;

/// <summary>What a <see cref="ServiceStation{TItem, TProcess}"/> does with its items.</summary>
/// <typeparam name="TItem">What is served.</typeparam>
public interface IServiceProcess<TItem>
{
    /// <summary>An item goes into service, in order of arrival. Returns its service time, 0 or more.</summary>
    public SimDuration BeginService(in TItem item, SimTime start);

    /// <summary>Called when its service ends.</summary>
    public void EndService(in TItem item, SimTime end);
}
