using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Training.Distillation;

/// <summary>
/// A model whose predictions another model, the student, is trained to match (knowledge distillation, Hinton et al. 2015,
/// at temperature 1). The loss is (1 − w) · cross-entropy with the true pixel + w · cross-entropy with the teacher's
/// distribution, which is the cross-entropy with the target (1 − w) · one-hot + w · teacher. Teacher and student see the same
/// augmented picture and the same changed colours.
/// </summary>
/// <param name="model">The teacher, usually an ensemble. Its colours change during training, so nothing else may use it.</param>
/// <param name="weight">The weight w of the teacher, greater than 0 and at most 1.</param>
internal sealed class Teacher(PixelModel model, double weight)
{
    /// <summary>The default weight: the teacher's distribution says more about a picture than its one true pixel, but it can be wrong.</summary>
    public const double DefaultWeight = 0.9;

    /// <summary>Checks a weight.</summary>
    /// <exception cref="InputException">The weight is out of range.</exception>
    public static void CheckWeight(double weight) => InputException.Check(weight is > 0 and <= 1, "the weight of the teacher", weight, "greater than 0 and at most 1");

    /// <summary>Whether all members have colour features, so that the palette can be recoloured in training.</summary>
    /// <param name="model">The teacher.</param>
    public static bool SupportsRecolor(PixelModel model) => model.Transformers.All(t => t.Description.ColorFrequencies is not null);

    /// <summary>Checks that the teacher can teach a student with a recipe on sprites.</summary>
    /// <param name="student">Architecture of the student.</param>
    /// <param name="recipe">The recipe of the student.</param>
    /// <param name="sprites">The sprites to train on.</param>
    /// <exception cref="InputException">It cannot; the message says why.</exception>
    public void CheckFits(TransformerDescription student, TrainingRecipe recipe, IReadOnlyList<Sprite> sprites)
    {
        CheckWeight(weight);
        foreach ((int width, int height) in sprites.Select(s => (s.Width, s.Height)).Distinct()) model.CheckSize(width, height);
        if (recipe.Recolor && !SupportsRecolor(model)) throw new InputException("recolor requires a teacher whose members all have colour features; switch it off");
        if (recipe.MaskFraction > 0 && !model.SupportsAnyOrder) throw new InputException("mask_fraction requires a teacher whose members all support any pixel order; set it to 0");
        foreach (Transformer transformer in model.Transformers)
        {
            TransformerDescription teacher = transformer.Description;
            if (teacher.VocabularySize != student.VocabularySize)
                throw new InputException($"the teacher has {teacher.VocabularySize} tokens, but the student has {student.VocabularySize}; they must have the same number");
            if (teacher.AugmentationEmbedding && recipe.MaxShift > teacher.MaxShift)
                throw new InputException($"max_shift must be at most 'max_shift' of the teacher, {teacher.MaxShift} (got {recipe.MaxShift})");
        }
    }

    /// <summary>Changes the colours of the palette for the following sequences.</summary>
    /// <param name="change">The change relative to the palette of the model.</param>
    public void ChangeColors(ColorChange change)
    {
        foreach (Transformer transformer in model.Transformers)
        {
            if (transformer.Description.ColorFrequencies is not null) transformer.ChangeColors(change);
        }
    }

    /// <summary>Allocates the buffers that one thread needs.</summary>
    /// <param name="rows">Maximum number of pixels of a sequence.</param>
    public SequencePredictor CreatePredictor(int rows) => new(model.Transformers, rows);

    /// <summary>Computes the targets of the student for one sequence.</summary>
    /// <param name="predictor">Buffers of the thread.</param>
    /// <param name="picture">The sequence of N pixels.</param>
    /// <returns>The target distributions of pixels 1 to N − 1 [N − 1, V], in a buffer that the next call overwrites.</returns>
    public MatrixSpan Targets(SequencePredictor predictor, TrainingPicture picture)
    {
        ReadOnlySpan<int> pixels = picture.Pixels.Span;
        MatrixSpan targets = predictor.Distributions(pixels, picture.Context);
        for (int row = 0; row < targets.Rows; row++)
        {
            Span<float> target = Probabilities.Row(targets, row);
            model.Transformers[0].Kernels.Scale(target, (float)weight);
            target[pixels[row + 1]] += (float)(1 - weight);
        }

        return targets;
    }
}
