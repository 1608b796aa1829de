using System.CommandLine;
using PixelGpt.Bench.Models;
using PixelGpt.Benchmarking;
using PixelGpt.Models;

namespace PixelGpt.Bench.Profiling;

/// <summary><c>profile</c>: where the time of a training step goes, kernel by kernel, on one thread.</summary>
internal sealed class TrainingProfileCommand : Command
{
    private readonly ModelSizeOptions _model;
    private readonly Option<int> _pixels = new("--pixels") { Description = "Pixels a picture", DefaultValueFactory = _ => 400 };
    private readonly Option<int> _batch = new("--batch") { Description = "Pictures a step", DefaultValueFactory = _ => 16 };
    private readonly Option<int?> _steps = new("--steps") { Description = "Steps to time (default: as many as take three seconds)" };
    private readonly Option<bool> _shapes = new("--shapes") { Description = "Tell products apart by their shapes" };
    private readonly Option<string?> _kernels = new("--kernels") { Description = "Which kernels (default: the best)", HelpName = "NAME" };

    public TrainingProfileCommand()
        : base("profile", "Where the time of a training step goes, kernel by kernel, on one thread.")
    {
        _model = new ModelSizeOptions(this);
        foreach (Option option in new Option[] { _pixels, _batch, _steps, _shapes, _kernels }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        ModelSize size = _model.Read(parsed);
        int pixels = parsed.GetValue(_pixels), batch = parsed.GetValue(_batch);
        TransformerDescription shape = size.Describe(pixels);
        Numerics.IKernels kernels = parsed.GetValue(_kernels) is { } name ? Numerics.Kernels.Choose(name) : Numerics.Kernels.Best;
        var timed = new TimedKernels(kernels, parsed.GetValue(_shapes));
        using var plainBench = new TrainingStepTimer(shape, kernels, pixels, batch, threads: 1);
        using var timedBench = new TrainingStepTimer(shape, timed, pixels, batch, threads: 1);

        double peak = MachinePeak.MeasureGigaflops(threads: 1);
        _ = timedBench.Run(2);
        double warm = plainBench.Run(2)[1];
        int steps = parsed.GetValue(_steps) ?? Math.Max(3, (int)(3 / warm));
        double[] plain = plainBench.Run(steps);
        timed.Times.Clear();
        double[] withTimers = timedBench.Run(steps);
        peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads: 1));

        var profile = new StepProfile(
            timed.Times.All, withTimers.Average(), withTimers.Length, MeasurementSummary.Of(plain), UsefulOperations.Training(shape, pixels) * batch, peak);
        Console.WriteLine($"{size}, kernels {kernels.Name}: {batch} pictures of {pixels} pixels a step, one thread, {steps} steps");
        Console.Write(profile.ToMarkdown());
        return 0;
    }
}
