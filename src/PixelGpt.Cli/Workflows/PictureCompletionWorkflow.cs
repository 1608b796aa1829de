using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Completes picture files. It writes one PNG file per completion, as large as the original, and contact sheets.</summary>
/// <param name="session">The session.</param>
/// <param name="read">Reads a picture file.</param>
/// <param name="workflowOf">Creates the workflow for a model, which differs between pictures if they have their own palettes.</param>
/// <param name="samples">Number of completions per picture.</param>
/// <param name="outputs">The files of all pictures, and how pictures are written.</param>
internal sealed class PictureCompletionWorkflow(Session session, Func<string, PreparedPicture> read, Func<PixelModel, CompletionWorkflow> workflowOf, int samples, PictureOutputs outputs)
{
    /// <summary>Completes pictures and prints the written files.</summary>
    /// <param name="paths">The pictures.</param>
    /// <param name="folder">The output folder; null to write next to each picture.</param>
    /// <param name="record">Whether to save the token statistics.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] paths, string? folder, bool record)
    {
        if (record && folder is null) throw new InputException("--record requires --out, because its files have fixed names");
        PictureFiles[] files = [.. paths.Select(path => PictureFiles.For(path, folder, samples))];
        PictureFiles.Check(session, paths, files, outputs);
        PreparedPicture[] pictures = [.. paths.Select(path => read(path))];
        PixelModel[] models = [.. pictures.Select(p => p.Model).Distinct()];
        if (record && pictures.FirstOrDefault(p => p.Mask is not null) is { } masked) throw new InputException($"{masked.Path}: --record is not supported for pictures with a mask");
        if (record && models.Length > 1) throw new InputException("--record is supported for one picture at a time if pictures are completed in their own colours");
        session.CheckSame(("pictures", () => PictureChecksum.Of("", pictures.Select(p => p.Image))), ("model", () => string.Join(' ', models.Select(ModelChecksum.Of))));
        CompletionSet[] sets = [.. models.Select(model => Generate(model, [.. pictures.Where(p => p.Model == model)]))];
        Completion[] completions = [.. sets.SelectMany(s => s.All)];
        IReadOnlyList<string> written = CompletedPictures.Write(session, [.. completions.Select((c, i) => new CompletedPicture(pictures[i / samples], c, files[i / samples].Completions[i % samples], files[i / samples].Sheet))], outputs);
        CompletionWorkflow first = workflowOf(models[0]);
        IReadOnlyList<string> recorded = first.Record(sets[0], Path.GetDirectoryName(files[0].Sheet)!);
        first.WriteResult(sets, [.. written, .. recorded], new JsonArray([.. pictures.Select(p => p.ToJson())]));
        return ExitCode.Success;
    }

    private CompletionSet Generate(PixelModel model, PreparedPicture[] pictures) =>
        workflowOf(model).Generate([.. pictures.Select(p => p.Sprite)], [.. pictures.Select(p => p.PromptLength)], [.. pictures.Select(p => p.Mask)]);
}
