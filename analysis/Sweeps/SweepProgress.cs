namespace GdoiSim.Analysis.Sweeps;

/// <summary>How far a sweep is.</summary>
/// <param name="FinishedCells">Cells whose replications are all there.</param>
/// <param name="Cells">Cells that are to be run here.</param>
/// <param name="FailedCells">Finished cells with a replication that failed.</param>
/// <param name="Replications">Replications in the store.</param>
/// <param name="Before">Of these, those that were there at the beginning.</param>
/// <param name="Expected">Replications that there will be, as far as that is known.</param>
public readonly record struct SweepProgress(
    int FinishedCells, int Cells, int FailedCells, long Replications, long Before, long Expected);
