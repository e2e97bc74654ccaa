/** One-sentence helps of parameters, algorithms and step kinds, by their English. */
export const specHelps: Readonly<Record<string, string>> = {
  'Reads a data set, fits its preprocessing on the training part, and fixes the splits.':
    '读取数据集，在训练部分上拟合预处理，并固定划分。',
  'Left out: told from the name of the source.': '省略：由来源的名称判断。',
  'Below 1 a share of the items, else a count.': '小于 1 为样本比例，否则为数量。',
  "Left out: the source's own test part, or 15 %.": '省略：用来源自带的测试部分，或 15 %。',
  'Trains a preset, a list of layers, or an existing model further.': '训练预设网络、层列表，或继续训练已有模型。',
  'An import-data step, or data:NAME.': '一个 import-data 步骤，或 data:名称。',
  'A step that yields a model, or model:NAME.': '一个产生模型的步骤，或 model:名称。',
  'Left out: the one of the task.': '省略：用该任务的损失函数。',
  'Passes over the training part.': '遍历训练部分的次数。',
  'Items per optimizer step.': '每个优化步骤的样本数。',
  'λ/2·‖w‖² over kernels, added to the loss.': '对核权重取 λ/2·‖w‖²，加到损失上。',
  'Scales the whole gradient down to this norm when it is longer.': '整个梯度超过此范数时缩小到此范数。',
  'Stops when the watched figure has not improved for some epochs.': '监视的指标连续若干轮没有改进时停止。',
  'The epoch with the least validation loss, the one with the greatest validation accuracy (of equal ones the least loss), or the last one.':
    '验证损失最小的一轮，验证准确率最高的一轮（相同时取损失最小者），或最后一轮。',
  'Removes what a criterion finds least important, along a schedule, and fine-tunes what is left.':
    '按计划移除准则认为最不重要的部分，并微调剩下的部分。',
  'What is removed as one.': '一次作为整体移除的单位。',
  'How much stays, or goes. Parameters, multiply-adds and bytes: up to 1 as a share, above 1 as a number.':
    '保留或移除多少。参数、乘加与字节：不超过 1 为比例，大于 1 为数量。',
  'With a target for the whole model: remove the same share of every layer, rank all layers together, or rank them by score per cost, so that what is cheap for the target stays.':
    '目标针对整个模型时：每层移除相同比例；或所有层一起排序；或按“评分 / 代价”排序，使对目标代价小的部分得以保留。',
  'Training at the final sparsity.': '在最终稀疏度下训练。',
  'Trained beside the result, with the same data and epochs: what pruning has to be better than.':
    '用相同的数据和轮数与结果一同训练：剪枝必须优于它们。',
  'Measures one model on one split, with intervals.': '在一个划分上测量一个模型，并给出区间。',
  'Puts models side by side on the same items: quality with intervals, size, speed, and who got which item right.':
    '在相同样本上并列比较模型：带区间的质量、大小、速度，以及谁答对了哪个样本。',
  'Writes the model in the formats others read, loads every file again and compares its answers.':
    '按其他工具可读的格式写出模型，重新载入每个文件并比较其结果。',
  'Of a group of replicates, the one with the best validation figure is exported.': '若是一组重复，则导出验证指标最好的一个。',
  "Under the workspace unless absolute; left out: exports/ and the step's name.":
    '除非是绝对路径，否则位于工作区内；省略：exports/ 加步骤名称。',
  'A data set that comes with the program, with its own test part where it has one.': '随程序提供的数据集，有的自带测试部分。',
  'The column to predict.': '要预测的列。',
  'auto: the most frequent one of the first line.': 'auto：第一行中最常见的分隔符。',
  'auto: values when the label is a number with more than 20 distinct values, else classes.':
    'auto：标签为数值且不同取值超过 20 个时为回归，否则为分类。',
  'auto: values when the label is a number with more than 20 distinct values, else classes. labels: any number of labels a row, also none.':
    'auto：标签为数值且不同取值超过 20 个时为回归，否则为分类。labels：每行任意多个标签，也可以没有。',
  'A folder with IDX files named as those of MNIST, or one images file with its labels file beside it.':
    '含有按 MNIST 命名的 IDX 文件的文件夹，或一个图像文件及其旁边的标签文件。',
  'In the folder of the images; left out: by name (images → labels, idx3 → idx1).':
    '位于图像所在文件夹；省略：按名称推断（images → labels，idx3 → idx1）。',
  'By label number; left out: the numbers themselves.': '按标签编号；省略：用编号本身。',
  'Dense layers one behind the other; with 300 and 100 units it is LeNet-300-100.':
    '依次相接的全连接层；300 与 100 个单元时即 LeNet-300-100。',
  'Units of each.': '每层的单元数。',
  'Share of each hidden layer zeroed while training.': '训练时每个隐藏层置零的比例。',
  'Two convolutions with pooling and one hidden dense layer, for small images.': '两层带池化的卷积和一个全连接隐藏层，用于小图像。',
  'Of the two convolutions.': '两层卷积各自的数量。',
  'Share of the hidden layer zeroed while training.': '训练时隐藏层置零的比例。',
  'Blocks of convolution, ReLU and pooling; each halves the image.': '由卷积、ReLU 和池化组成的块；每块把图像减半。',
  'Of each block.': '每块的数量。',
  'Share zeroed before the last layer while training.': '训练时最后一层之前置零的比例。',
  'What the last layer reads: every position, or the mean of each channel.': '最后一层读取的内容：每个位置，或每个通道的均值。',
  'Residual blocks for small images.': '用于小图像的残差块。',
  'Channels of each stage.': '每级的通道数。',
  'Adapts the step of every weight to the size of its past gradients.': '按每个权重以往梯度的大小调整其步长。',
  'Before the schedule.': '应用计划之前的值。',
  'Decay of the running mean of gradients.': '梯度滑动平均的衰减。',
  'Decay of the running mean of squared gradients.': '梯度平方滑动平均的衰减。',
  'Keeps the division finite.': '避免除数为零。',
  'Adam with weight decay kept apart from the gradient.': '权重衰减与梯度分开的 Adam。',
  'λ, times the learning rate, of every kernel per step.': '每步对每个核施加 λ 乘以学习率的衰减。',
  'Steps along the gradient, smoothed by momentum.': '沿梯度下降，用动量平滑。',
  'Looks ahead along the velocity.': '沿速度方向前瞻。',
  "Divides every weight's step by the running size of its gradients.": '将每个权重的步长除以其梯度的滑动大小。',
  'The same learning rate all the way.': '全程使用相同的学习率。',
  'Multiplies the rate by a factor every few epochs.': '每隔若干轮将学习率乘以系数。',
  'Falls along half a cosine wave.': '沿半个余弦波下降。',
  'Share of the learning rate that is left at the end.': '结束时剩余的学习率比例。',
  'Rises linearly, then stays or falls along a cosine.': '线性上升，之后保持或沿余弦下降。',
  'Rises to the learning rate once, then falls far below where it began.': '上升到学习率一次，然后降到远低于起点。',
  'Negative log of the probability given to the right class.': '正确类别概率的负对数。',
  'Share of the target that is spread evenly over all classes.': '目标中平均分给所有类别的比例。',
  "How much an item counts, by its class; 'balanced' gives every class the same total.":
    '样本按其类别计入的权重；“balanced” 使各类总权重相等。',
  'Cross-entropy of one logit per item, or per item and label.': '每个样本（或每个样本的每个标签）一个 logit 的交叉熵。',
  'Squared near zero, absolute far away: outliers pull less.': '近零处取平方，远处取绝对值：离群值影响更小。',
  'Residual at which it turns linear, in standard deviations of the targets.': '由平方转为线性的残差，以目标的标准差为单位。',
  'The smallest weights go first; of channels and layers, those made of the smallest.':
    '最小的权重先移除；对通道和层，则先移除由最小权重构成的。',
  'Takes every layer or block out once and measures; what raises the loss least goes first.':
    '逐一取出每个层或块并测量；使损失上升最少的先移除。',
  'Removes whole blocks that have a shortcut beside them: fewer layers, less waiting for one another.':
    '移除旁边有捷径的整个块：层数更少，层间等待更少。',
  'Removes single layers where what is before and behind them fits together.': '移除前后形状能够衔接的单个层。',
  'Of a convolution that changes the shape, a convolution of one place stays instead of nothing.':
    '对改变形状的卷积，保留单点（1×1）卷积，而不是完全移除。',
  'Of the time the exported file takes for one item on one thread, beside that of the unpruned model.':
    '导出文件单线程处理一个样本的时间，占未剪枝模型的比例。',
  'Of the exported file on one thread.': '导出文件单线程运行。',
  'A block goes by the name of the addition that closes it.': '块以其末尾的加法层的名称来指定。',
  'Magnitude, scaled by what would be left of the layer: finds the rate of each layer by itself.':
    '幅值除以该层剩余部分：自行确定每层的比例。',
  'Channels made by the smallest kernels go first.': '卷积核最小的通道先移除。',
  'Sum of magnitudes, or root of the sum of squares.': '绝对值之和，或平方和的平方根。',
  'Channels that batch normalisation scales down most go first; a penalty makes training scale them down.':
    '被批归一化缩小最多的通道先移除；惩罚项使训练把它们缩小。',
  'Strength of the L1 term while the schedule prunes; 0 leaves it out.': '剪枝计划期间 L1 项的强度；0 表示不用。',
  'Channels that resemble the others most go first, however large they are.': '与其他通道最相似的先移除，无论大小。',
  'What would change the loss least goes first, by its slope.': '按斜率，对损失影响最小的先移除。',
  'Training items that gradients or activations are measured on, at every ranking.': '每次排序时用来测量梯度或激活的训练样本数。',
  'What would change the loss least goes first, by its curvature.': '按曲率，对损失影响最小的先移除。',
  'Connections the loss is least sensitive to go first; works before any training.': '损失最不敏感的连接先移除；训练之前即可使用。',
  'Connections that carry least from input to output go first; needs no data and leaves no layer empty.':
    '从输入到输出传递最少的连接先移除；不需要数据，也不会清空任何一层。',
  'Channels that answer most faintly go first.': '响应最弱的通道先移除。',
  'Channels that are silent most often go first; for ReLU networks.': '最常静默的通道先移除；用于 ReLU 网络。',
  'Weights that training moves towards zero go first; needs a schedule that trains before it prunes.':
    '训练中趋向零的权重先移除；需要先训练再剪枝的计划。',
  'Draws lots: the control for every other criterion.': '随机抽取：其他所有准则的对照。',
  'Sets connections to zero: a smaller file when compressed, the same speed.': '把连接置零：压缩后文件更小，速度不变。',
  'Removes whole neurons and filters: smaller and faster everywhere.': '移除整个神经元和卷积核：处处更小更快。',
  'Keeps a fixed number of every few neighbouring weights, as hardware with sparse arithmetic asks for.':
    '在每若干个相邻权重中保留固定数量，符合稀疏运算硬件的要求。',
  'Prunes a little every few steps while training goes on.': '训练进行时每隔几步剪去一点。',
  'More often when the ramp has room for fewer than ten prunings.': '若渐进期内不足十次剪枝，则更频繁。',
  'Prunes the same share of what is left in every round, and trains after each.': '每轮剪去剩余部分的相同比例，之后再训练。',
  'Prunes once; everything else is fine-tuning.': '只剪一次；其余都是微调。',
  'Finds a sparse network that trains well from early weights: train, prune, rewind, in rounds.':
    '寻找能从早期权重训练好的稀疏网络：训练、剪枝、回退，循环进行。',
  'Epoch whose weights are put back; 0 is the initialisation.': '恢复哪一轮的权重；0 为初始化。',
  'Prunes a new initialisation of the network, then trains it for as long as the schedule says.': '对网络的新初始化剪枝，然后按计划训练。',
  'Rankings without training between them; one for SNIP, a hundred for SynFlow.': '其间不训练的排序次数；SNIP 一次，SynFlow 一百次。',
  'One zip to hand over: the model as ONNX, its preprocessing, items to check it with, a model card, the recipe, and what runs it: a page for a browser, a program for Node and one for Python.':
    '一个用于交付的 zip：ONNX 模型、预处理、用于核对的样本、模型卡、配方，以及运行它的东西：浏览器页面、Node 程序和 Python 程序。',
  'One file for telephones and small devices, for LiteRT and TensorFlow Lite; answers with probabilities.':
    '一个文件，用于手机和小型设备，供 LiteRT 和 TensorFlow Lite 使用；给出概率。',
  'As the model is, or quantised for this file alone: see the quantise step for the way with a fine-tune.':
    '按模型原样，或仅为此文件量化：带微调的方式见量化步骤。',
  'One file for onnxruntime and everything else that reads ONNX; answers with probabilities.':
    '一个文件，供 onnxruntime 及其他读取 ONNX 的工具使用；输出概率。',
  'The archive of Keras 3 (.keras); answers with probabilities.': 'Keras 3 的归档（.keras）；输出概率。',
  'The older single file (.h5) that Keras 2 and 3 read; answers with probabilities.':
    'Keras 2 与 3 都能读取的旧式单文件（.h5）；输出概率。',
  'A layers model for the browser: a JSON file and its weights beside it; answers with probabilities.':
    '供浏览器使用的层模型：一个 JSON 文件及其权重；输出概率。',
  'A module of plain layers in Python and its weights beside it; needs nothing but PyTorch, answers with probabilities.':
    '由普通层组成的 Python 模块及其权重；只需 PyTorch，输出概率。',
  'A graph model for the browser, of plain operations: it holds what a layers model has no layer for; answers with probabilities.':
    '供浏览器使用的图模型，由基本运算组成：层模型没有对应层的内容它也能容纳；输出概率。',
  'The folder that TensorFlow and its servers load: a graph of plain operations; answers with probabilities.':
    'TensorFlow 及其服务器加载的文件夹：由基本运算组成的图；输出概率。',
  'The weights alone, with structure and card as metadata: to be loaded into a network of your own.':
    '仅权重，结构和模型卡作为元数据：供加载到您自己的网络中。',
  'Prunes and fine-tunes five times to find the most that can go.': '剪枝并微调五次，找出最多可以移除多少。',
  'Replaces kernels of dense and convolutional layers by products of two smaller ones, and fine-tunes them.':
    '把全连接层和卷积层的核换成两个较小核的乘积，并进行微调。',
  'Left out: all that get smaller.': '省略：所有能变小的层。',
  'Greatest share of the model’s parameters, instead of an energy.': '以模型参数的最大比例代替能量。',
  'Greatest share of the model’s multiply-adds, instead of an energy.': '以模型乘加的最大比例代替能量。',
  'Training of the factors.': '对分解后的因子的训练。',
  'Trained beside the result, with the same data and epochs.': '用相同的数据和轮数与结果一同训练。',
  'Prunes one layer at a time, measures what that costs, and recommends how much of each can go.':
    '每次只剪一层，测量代价，并建议每层可以移除多少。',
  'Shares removed of each layer, evenly between none and all.': '每层移除的比例，在零与全部之间均匀分布。',
  'At most that many are answered at each level.': '每一级最多回答这么多样本。',
  'Of accuracy, as a share; where there is none, growth of the loss.': '准确率的下降，以比例表示；没有准确率时为损失的增长。',
  'Training steps after each pruning, measured beside the figures without them; 0 leaves it out.':
    '每次剪枝后的训练步数，与不训练的结果并列测量；0 表示不做。',
  'Levels are measured from the coarsest on, so that an early end still knows every layer.':
    '从最粗的级别开始测量，因此提前结束时每一层也都有结果。',
  'Share of the squared singular values, as weighted, that stays in every kernel. One target at most; 0.9 when there is none.':
    '每个核保留的加权奇异值平方和的比例。至多一个目标；没有目标时为 0.9。',
  'inputs: a weight counts as much as the values it is multiplied by on training items; none: all weights count alike.':
    'inputs：权重按其在训练样本上所乘数值的大小计入；none：所有权重同等计入。',
  'Gives the weights of each layer few different values, so that the stored file is small, and fine-tunes those values.':
    '让每层的权重只取少数几个不同的值，使存储的文件更小，并微调这些值。',
  'A layer gets at most 2 to the power of this many different weights.': '每层最多有 2 的该次方个不同的权重。',
  'By the name of the layer, before the other two.': '按层的名称，优先于另外两项。',
  'Training of the shared values; which weight has which value stays.': '对共享值的训练；哪个权重取哪个值保持不变。',
  'Trains a member for each fold without that fold, judges it there, and yields a model of all items.':
    '每一折各训练一个不含该折的成员，在该折上评判，并得到用全部样本训练的模型。',
  'How the items are dealt; equal settings deal the same folds to every model of a data set.':
    '样本如何分折；设置相同时，同一数据集的每个模型得到同样的折。',
  'The training part; or all but the test part, and then nothing is left to choose epochs by.':
    '训练部分；或除测试部分外的全部样本，此时没有样本可用来挑选轮次。',
  'One network trained anew on all items, or the members together.': '用全部样本重新训练的一个网络，或所有成员的组合。',
  'Rows with the same value (a speaker, a patient) stay in one split, and can in folds; the column is no input then.':
    '取值相同的行（同一说话人、同一患者）留在同一划分，分折时也可如此；该列不再作为输入。',
  'Rows with the latest times (or greatest numbers) are the test part, those before them the validation part: as a model meets what comes later. Nothing is drawn by lot then.':
    '时间最晚（或数值最大）的行作为测试部分，其前的行作为验证部分：正如模型日后遇到的是更晚的数据。此时不再随机抽取。',
  "lot: drawn, in exact shares. hash: by a hash of an item's file name, text or cells, or of its group, so that it never changes side when others come or go; the shares are met about, and class shares are what comes of it.":
    'lot：比例精确。hash：按样本的文件名、文本或单元格（或其所属组）的哈希分配，增减其他样本时它不会换到另一部分；比例大致满足，类别比例不保证。',
  'Every item is held out once a round.': '每次划分中每个样本被留出一次。',
  'Items of one group (a speaker, a patient) are held out together.': '同一组（说话人、患者）的样本一起留出。',
  'A fold for each group of the data set.': '数据集的每一组各为一折。',
  'Each fold is trained on what came before it; the rows of the source must be in that order.':
    '每一折用它之前的样本训练；来源中的行必须按时间排列。',
  'How often all items are dealt anew.': '全部样本重新分折的次数。',
};
