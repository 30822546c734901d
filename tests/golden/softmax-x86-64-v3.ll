declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare float @llvm.fma.f32(float, float, float)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 5, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = load ptr, ptr %bufs, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v8, ptr %v9, align 8
  %v10 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v10, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 2
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v12, ptr %v13, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 3
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v15, ptr %v16, align 8
  %v17 = load i64, ptr %v3, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b20
b20:
  %v21 = load i64, ptr %v3, align 8
  %v22 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v23 = load i64, ptr %v22, align 8
  %v24 = icmp eq i64 %v21, 0
  %v25 = select i1 %v24, i64 %v23, i64 %v21
  ret i64 %v25
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v11 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = mul nsw i64 100, %v1
  %v5 = mul nsw i64 %v4, 31
  %v6 = udiv i64 %v5, 65536
  %v7 = call i64 @llvm.smax.i64(i64 %v6, i64 1)
  %v8 = mul nsw i64 %v3, 4
  %v9 = call i64 @llvm.smin.i64(i64 %v7, i64 %v8)
  %v10 = call i64 @llvm.smin.i64(i64 %v1, i64 %v9)
  store i64 %v1, ptr %v11, align 8
  %v12 = icmp sgt i64 %v10, 1
  br i1 %v12, label %b13, label %b14
b13:
  %v15 = sub nsw i64 %v10, 1
  %v16 = add nsw i64 %v1, %v15
  %v17 = udiv i64 %v16, %v10
  store i64 %v17, ptr %v11, align 8
  br label %b14
b14:
  %v18 = load i64, ptr %v11, align 8
  %v19 = getelementptr inbounds i64, ptr %handed, i64 4
  store i64 %v18, ptr %v19, align 8
  %v20 = load i64, ptr %status, align 8
  %v21 = icmp eq i64 %v20, 0
  br i1 %v21, label %b22, label %b23
b22:
  %v24 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v10, i64 %what)
  store i64 %v24, ptr %status, align 8
  br label %b23
b23:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = mul nsw i64 %task, %v9
  %v11 = add nsw i64 %v10, %v9
  %v12 = call i64 @llvm.smin.i64(i64 %v11, i64 %v1)
  br label %b13
b13:
  %i16 = phi i64 [ %v10, %start ], [ %v195, %b182 ]
  %c16_0 = phi i64 [ %v10, %start ], [ %v194, %b182 ]
  %v17 = icmp slt i64 %i16, %v12
  br i1 %v17, label %b14, label %b15
b14:
  br label %b18
b18:
  %i21 = phi i64 [ 0, %b14 ], [ %v31, %b19 ]
  %c21_0 = phi <8 x float> [ splat (float 0xFFF0000000000000), %b14 ], [ %v30, %b19 ]
  %c21_1 = phi float [ 0xFFF0000000000000, %b14 ], [ %c21_1, %b19 ]
  %v22 = icmp slt i64 %i21, 96
  br i1 %v22, label %b19, label %b20
b19:
  %v23 = mul nsw i64 %c16_0, 100
  %v24 = add nsw i64 %v23, %i21
  %v25 = getelementptr inbounds float, ptr %v3, i64 %v24
  %v26 = load <8 x float>, ptr %v25, align 4
  %v27 = fcmp ogt <8 x float> %c21_0, %v26
  %v28 = fcmp uno <8 x float> %c21_0, %c21_0
  %v29 = or <8 x i1> %v27, %v28
  %v30 = select <8 x i1> %v29, <8 x float> %c21_0, <8 x float> %v26
  %v31 = add nsw i64 %i21, 8
  br label %b18
b20:
  br label %b32
b32:
  %i35 = phi i64 [ 96, %b20 ], [ %v45, %b33 ]
  %c35_0 = phi <8 x float> [ %c21_0, %b20 ], [ %c35_0, %b33 ]
  %c35_1 = phi float [ %c21_1, %b20 ], [ %v44, %b33 ]
  %v36 = icmp slt i64 %i35, 100
  br i1 %v36, label %b33, label %b34
b33:
  %v37 = mul nsw i64 %c16_0, 100
  %v38 = add nsw i64 %v37, %i35
  %v39 = getelementptr inbounds float, ptr %v3, i64 %v38
  %v40 = load float, ptr %v39, align 4
  %v41 = fcmp ogt float %c35_1, %v40
  %v42 = fcmp uno float %c35_1, %c35_1
  %v43 = or i1 %v41, %v42
  %v44 = select i1 %v43, float %c35_1, float %v40
  %v45 = add nsw i64 %i35, 1
  br label %b32
b34:
  %v46 = shufflevector <8 x float> %c35_0, <8 x float> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v47 = shufflevector <8 x float> %c35_0, <8 x float> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v48 = fcmp ogt <4 x float> %v46, %v47
  %v49 = fcmp uno <4 x float> %v46, %v46
  %v50 = or <4 x i1> %v48, %v49
  %v51 = select <4 x i1> %v50, <4 x float> %v46, <4 x float> %v47
  %v52 = shufflevector <4 x float> %v51, <4 x float> poison, <2 x i32> <i32 0, i32 1>
  %v53 = shufflevector <4 x float> %v51, <4 x float> poison, <2 x i32> <i32 2, i32 3>
  %v54 = fcmp ogt <2 x float> %v52, %v53
  %v55 = fcmp uno <2 x float> %v52, %v52
  %v56 = or <2 x i1> %v54, %v55
  %v57 = select <2 x i1> %v56, <2 x float> %v52, <2 x float> %v53
  %v58 = extractelement <2 x float> %v57, i64 0
  %v59 = extractelement <2 x float> %v57, i64 1
  %v60 = fcmp ogt float %v58, %v59
  %v61 = fcmp uno float %v58, %v58
  %v62 = or i1 %v60, %v61
  %v63 = select i1 %v62, float %v58, float %v59
  %v64 = fcmp ogt float %v63, %c35_1
  %v65 = fcmp uno float %v63, %v63
  %v66 = or i1 %v64, %v65
  %v67 = select i1 %v66, float %v63, float %c35_1
  %v68 = fcmp ogt float 0xFFF0000000000000, %v67
  %v69 = fcmp uno float 0xFFF0000000000000, 0xFFF0000000000000
  %v70 = or i1 %v68, %v69
  %v71 = select i1 %v70, float 0xFFF0000000000000, float %v67
  %v72 = fsub float %v71, %v71
  %v73 = fcmp oeq float %v72, 0x0000000000000000
  %v74 = select i1 %v73, float %v71, float 0x0000000000000000
  br label %b75
b75:
  %i78 = phi i64 [ 0, %b34 ], [ %v114, %b76 ]
  %c78_0 = phi <8 x float> [ splat (float 0x0000000000000000), %b34 ], [ %v110, %b76 ]
  %c78_1 = phi float [ 0x0000000000000000, %b34 ], [ %c78_1, %b76 ]
  %v79 = icmp slt i64 %i78, 96
  br i1 %v79, label %b76, label %b77
b76:
  %v80 = mul nsw i64 %c16_0, 100
  %v81 = add nsw i64 %v80, %i78
  %v82 = getelementptr inbounds float, ptr %v3, i64 %v81
  %v83 = load <8 x float>, ptr %v82, align 4
  %v84 = insertelement <8 x float> poison, float %v74, i64 0
  %v85 = shufflevector <8 x float> %v84, <8 x float> poison, <8 x i32> zeroinitializer
  %v86 = fsub <8 x float> %v83, %v85
  %v87 = fcmp olt <8 x float> splat (float 0x4056400000000000), %v86
  %v88 = select <8 x i1> %v87, <8 x float> splat (float 0x4056400000000000), <8 x float> %v86
  %v89 = fcmp ogt <8 x float> splat (float 0xC05A000000000000), %v88
  %v90 = select <8 x i1> %v89, <8 x float> splat (float 0xC05A000000000000), <8 x float> %v88
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v90, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v92 = fsub <8 x float> %v91, splat (float 0x4168001FC0000000)
  %v93 = bitcast <8 x float> %v91 to <8 x i32>
  %v94 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v92, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v90)
  %v95 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v92, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v94)
  %v96 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v95, <8 x float> splat (float 0x3F8123A6C0000000))
  %v97 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v96, <8 x float> %v95, <8 x float> splat (float 0x3FA5558F40000000))
  %v98 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v97, <8 x float> %v95, <8 x float> splat (float 0x3FC5554900000000))
  %v99 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v98, <8 x float> %v95, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v100 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v95, <8 x float> splat (float 0x3FF0000000000000))
  %v101 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v100, <8 x float> %v95, <8 x float> splat (float 0x3FF0000000000000))
  %v102 = lshr <8 x i32> %v93, splat (i32 1)
  %v103 = shl <8 x i32> %v102, splat (i32 23)
  %v104 = bitcast <8 x i32> %v103 to <8 x float>
  %v105 = sub <8 x i32> %v93, %v102
  %v106 = shl <8 x i32> %v105, splat (i32 23)
  %v107 = bitcast <8 x i32> %v106 to <8 x float>
  %v108 = fmul <8 x float> %v101, %v104
  %v109 = fmul <8 x float> %v108, %v107
  %v110 = fadd <8 x float> %c78_0, %v109
  %v111 = mul nsw i64 %c16_0, 100
  %v112 = add nsw i64 %v111, %i78
  %v113 = getelementptr inbounds float, ptr %v5, i64 %v112
  store <8 x float> %v109, ptr %v113, align 4
  %v114 = add nsw i64 %i78, 8
  br label %b75
b77:
  br label %b115
b115:
  %i118 = phi i64 [ 96, %b77 ], [ %v152, %b116 ]
  %c118_0 = phi <8 x float> [ %c78_0, %b77 ], [ %c118_0, %b116 ]
  %c118_1 = phi float [ %c78_1, %b77 ], [ %v148, %b116 ]
  %v119 = icmp slt i64 %i118, 100
  br i1 %v119, label %b116, label %b117
b116:
  %v120 = mul nsw i64 %c16_0, 100
  %v121 = add nsw i64 %v120, %i118
  %v122 = getelementptr inbounds float, ptr %v3, i64 %v121
  %v123 = load float, ptr %v122, align 4
  %v124 = fsub float %v123, %v74
  %v125 = fcmp olt float 0x4056400000000000, %v124
  %v126 = select i1 %v125, float 0x4056400000000000, float %v124
  %v127 = fcmp ogt float 0xC05A000000000000, %v126
  %v128 = select i1 %v127, float 0xC05A000000000000, float %v126
  %v129 = call float @llvm.fma.f32(float %v128, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v130 = fsub float %v129, 0x4168001FC0000000
  %v131 = bitcast float %v129 to i32
  %v132 = call float @llvm.fma.f32(float %v130, float 0xBFE6300000000000, float %v128)
  %v133 = call float @llvm.fma.f32(float %v130, float 0x3F2BD01060000000, float %v132)
  %v134 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v133, float 0x3F8123A6C0000000)
  %v135 = call float @llvm.fma.f32(float %v134, float %v133, float 0x3FA5558F40000000)
  %v136 = call float @llvm.fma.f32(float %v135, float %v133, float 0x3FC5554900000000)
  %v137 = call float @llvm.fma.f32(float %v136, float %v133, float 0x3FDFFFFFC0000000)
  %v138 = call float @llvm.fma.f32(float %v137, float %v133, float 0x3FF0000000000000)
  %v139 = call float @llvm.fma.f32(float %v138, float %v133, float 0x3FF0000000000000)
  %v140 = lshr i32 %v131, 1
  %v141 = shl i32 %v140, 23
  %v142 = bitcast i32 %v141 to float
  %v143 = sub i32 %v131, %v140
  %v144 = shl i32 %v143, 23
  %v145 = bitcast i32 %v144 to float
  %v146 = fmul float %v139, %v142
  %v147 = fmul float %v146, %v145
  %v148 = fadd float %c118_1, %v147
  %v149 = mul nsw i64 %c16_0, 100
  %v150 = add nsw i64 %v149, %i118
  %v151 = getelementptr inbounds float, ptr %v5, i64 %v150
  store float %v147, ptr %v151, align 4
  %v152 = add nsw i64 %i118, 1
  br label %b115
b117:
  %v153 = shufflevector <8 x float> %c118_0, <8 x float> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v154 = shufflevector <8 x float> %c118_0, <8 x float> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v155 = fadd <4 x float> %v153, %v154
  %v156 = shufflevector <4 x float> %v155, <4 x float> poison, <2 x i32> <i32 0, i32 1>
  %v157 = shufflevector <4 x float> %v155, <4 x float> poison, <2 x i32> <i32 2, i32 3>
  %v158 = fadd <2 x float> %v156, %v157
  %v159 = extractelement <2 x float> %v158, i64 0
  %v160 = extractelement <2 x float> %v158, i64 1
  %v161 = fadd float %v159, %v160
  %v162 = fadd float %v161, %c118_1
  %v163 = fadd float 0x0000000000000000, %v162
  br label %b164
b164:
  %i167 = phi i64 [ 0, %b117 ], [ %v179, %b165 ]
  %v168 = icmp slt i64 %i167, 96
  br i1 %v168, label %b165, label %b166
b165:
  %v169 = mul nsw i64 %c16_0, 100
  %v170 = add nsw i64 %v169, %i167
  %v171 = getelementptr inbounds float, ptr %v5, i64 %v170
  %v172 = load <8 x float>, ptr %v171, align 4
  %v173 = insertelement <8 x float> poison, float %v163, i64 0
  %v174 = shufflevector <8 x float> %v173, <8 x float> poison, <8 x i32> zeroinitializer
  %v175 = fdiv <8 x float> %v172, %v174
  %v176 = mul nsw i64 %c16_0, 100
  %v177 = add nsw i64 %v176, %i167
  %v178 = getelementptr inbounds float, ptr %v5, i64 %v177
  store <8 x float> %v175, ptr %v178, align 4
  %v179 = add nsw i64 %i167, 8
  br label %b164
b166:
  br label %b180
b180:
  %i183 = phi i64 [ 96, %b166 ], [ %v193, %b181 ]
  %v184 = icmp slt i64 %i183, 100
  br i1 %v184, label %b181, label %b182
b181:
  %v185 = mul nsw i64 %c16_0, 100
  %v186 = add nsw i64 %v185, %i183
  %v187 = getelementptr inbounds float, ptr %v5, i64 %v186
  %v188 = load float, ptr %v187, align 4
  %v189 = fdiv float %v188, %v163
  %v190 = mul nsw i64 %c16_0, 100
  %v191 = add nsw i64 %v190, %i183
  %v192 = getelementptr inbounds float, ptr %v5, i64 %v191
  store float %v189, ptr %v192, align 4
  %v193 = add nsw i64 %i183, 1
  br label %b180
b182:
  %v194 = add nsw i64 %c16_0, 1
  %v195 = add nsw i64 %i16, 1
  br label %b13
b15:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
